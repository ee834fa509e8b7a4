import type { Picture } from '@tuanzi/contract/shapes';
import type { PictureRow } from './store.ts';

export function presentPicture({
  id,
  storageKey,
  width,
  height,
  blur,
}: Pick<PictureRow, 'id' | 'storageKey' | 'width' | 'height' | 'blur'>): Picture {
  return { id, url: `/files/${storageKey}`, width, height, blur };
}
