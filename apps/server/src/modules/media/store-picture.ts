import type { Picture } from '@tuanzi/contract/shapes';
import type { App } from '#platform/app';
import type { Actor } from '#platform/ctx';
import { newId } from '#platform/ids';
import { preparePicture } from './prepare-picture.ts';
import { presentPicture } from './present.ts';
import { insertPicture } from './store.ts';

/**
 * Checks, re-encodes and keeps a picture. The file is whole in storage before its row exists, so no page ever points to
 * a missing file; a crash in between leaves a file nobody points to.
 */
export async function storePicture(app: App, actor: Actor, { bytes, shopId }: { bytes: Buffer; shopId: string | null }): Promise<Picture> {
  const { content, width, height, blur } = await preparePicture(bytes);
  const now = app.clock.now();
  const id = newId('pic', now.getTime());
  const storageKey = `pictures/${id}.webp`;
  await app.ports.storage.put(storageKey, content, 'image/webp');
  const row = { id, storageKey, shopId, uploadedBy: actor.accountId, width, height, bytes: content.length, blur, createdAt: now };
  await app.transact(actor, (ctx) => insertPicture(ctx, row));
  return presentPicture(row);
}
