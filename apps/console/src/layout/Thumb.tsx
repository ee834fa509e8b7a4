import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { Picture } from '@tuanzi/ui/Picture.tsx';

/** A small square picture of a product in a row. */
export function Thumb({ picture, sizePx = 44 }: { picture: StoredPicture | null; sizePx?: number }) {
  return (
    <span className="cs-thumb" style={{ width: sizePx, height: sizePx }}>
      <Picture src={picture?.url} alt="" colour={picture?.blur} radius="s" />
    </span>
  );
}
