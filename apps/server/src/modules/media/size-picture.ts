import sharp from 'sharp';
import { createCombiner } from '#platform/combiner';
import type { StoragePort } from '#platform/ports/storage';

interface Wanted {
  readonly storage: StoragePort;
  readonly storedKey: string;
  readonly sizedKey: string;
  readonly width: number;
}

// Made when first looked at and kept then; a crowd that comes at once waits for one picture, not for a thousand.
const queue = createCombiner<Wanted, boolean>(
  async (batch) => Promise.all(batch.map(async (wanted) => ({ ok: true as const, value: await makeSize(wanted) }))),
  { batchMax: 1, lanes: 2, queueMax: 200 },
);
const underWay = new Map<string, Promise<boolean>>();

/** Makes a stored picture in another width; false where there is no such picture. Never larger than it was stored. */
export function sizePicture(wanted: Wanted): Promise<boolean> {
  const made = underWay.get(wanted.sizedKey) ?? queue.submit(wanted).finally(() => underWay.delete(wanted.sizedKey));
  underWay.set(wanted.sizedKey, made);
  return made;
}

async function makeSize({ storage, storedKey, sizedKey, width }: Wanted): Promise<boolean> {
  const stored = await storage.get(storedKey);
  if (stored === undefined) return false;
  const content = Buffer.concat(await stored.stream.toArray());
  const sized = await sharp(content).resize({ width, withoutEnlargement: true }).webp({ quality: 78 }).toBuffer();
  await storage.put(sizedKey, sized.length < content.length ? sized : content, 'image/webp');
  return true;
}
