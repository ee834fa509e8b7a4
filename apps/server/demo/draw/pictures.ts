import { fruitPictures } from './pictures-fruit.ts';
import { pantryPictures } from './pictures-pantry.ts';
import { placePictures } from './pictures-places.ts';
import type { Scene } from './trace.ts';

export type Picture = { name: string; size: readonly [number, number]; samples?: number; scene: () => Scene };

export const pictures: readonly Picture[] = [...fruitPictures, ...pantryPictures, ...placePictures];
