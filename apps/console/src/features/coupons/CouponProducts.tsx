import { CloseOutlined } from '@ant-design/icons';
import { useApi } from '@tuanzi/client/react';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Button } from 'antd';
import { Link } from 'react-router';
import { Thumb } from '../../layout/Thumb.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { ProductPicker } from '../campaigns/ProductPicker.tsx';
import { productsMax } from './coupon-draft.ts';

interface Props {
  productIds: readonly string[];
  isLocked: boolean;
  onChange: (productIds: readonly string[]) => void;
}

/** What a coupon counts for: each product found by typing, shown as a row. None of them is the whole shop. */
export function CouponProducts({ productIds, isLocked, onChange }: Props) {
  const t = useT();
  const { shopId } = useSession();
  const isFull = productIds.length >= productsMax;
  return (
    <>
      {isLocked ? null : (
        <ProductPicker
          shopId={shopId}
          product={null}
          isDisabled={isFull}
          placeholder={isFull ? t('coupons.form.productsFull', { count: productsMax }) : t('coupons.form.productsPick')}
          onPick={({ id }) => onChange(productIds.includes(id) ? productIds : [...productIds, id])}
        />
      )}
      {productIds.length === 0 && isLocked ? <p className="cs-quiet">{t('coupons.allProducts')}</p> : null}
      <ul className="cu-products">
        {productIds.map((productId) => (
          <CouponProduct
            key={productId}
            productId={productId}
            {...(!isLocked && { onRemove: () => onChange(productIds.filter((each) => each !== productId)) })}
          />
        ))}
      </ul>
    </>
  );
}

export function CouponProduct({ productId, onRemove }: { productId: string; onRemove?: () => void }) {
  const t = useT();
  const text = useText();
  const { shopId } = useSession();
  const found = useApi('GET /api/console/shops/{shopId}/products/{productId}', { params: { shopId, productId } }, { staleMs: 60_000 });
  const title = found.data === undefined ? (found.isError ? productId : '…') : text(found.data.title);
  return (
    <li data-testid="coupon-product">
      <Thumb picture={found.data?.picture ?? null} sizePx={36} />
      {onRemove === undefined ? (
        <Link className="tz-line-1 cu-name" to={`/products/${productId}`}>
          {title}
        </Link>
      ) : (
        <span className="tz-line-1">{title}</span>
      )}
      <span className="cs-quiet cs-small tz-figures">{found.data === undefined ? '' : formatFen(found.data.priceFen, 'auto')}</span>
      {onRemove === undefined ? null : (
        <Button type="text" icon={<CloseOutlined />} aria-label={t('coupons.form.remove', { title })} onClick={onRemove} />
      )}
    </li>
  );
}
