import { TagsOutlined } from '@ant-design/icons';
import './coupon-sign.css';

/** Stands where other cards have the picture of a product. */
export function CouponSign({ sizePx }: { sizePx: number }) {
  return (
    <span className="cs-thumb cu-sign" style={{ width: sizePx, height: sizePx }} aria-hidden="true">
      <TagsOutlined />
    </span>
  );
}
