import type { Picture } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { presentPicture } from './present.ts';
import { readPictures } from './store.ts';

/** By id; unknown ones are missing from the map. */
export async function getPictures(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Picture>> {
  const rows = await readPictures(ctx, ids);
  return new Map(rows.map((row) => [row.id, presentPicture(row)]));
}

/** The pictures in the order asked for; one that is not stored here refuses them all. */
export async function requirePictures(ctx: Ctx, ids: readonly string[]): Promise<Picture[]> {
  const found = await getPictures(ctx, ids);
  return ids.map((id) => {
    const picture = found.get(id);
    if (picture === undefined) throw problem('unknown_picture');
    return picture;
  });
}
