import sharp from 'sharp';
import { createCombiner } from '#platform/combiner';
import { problem } from '#platform/problem';

export const pictureBytesMax = 10 * 1024 * 1024;
const pixelsMax = 40_000_000;
/** Enough for a full-screen picture on the sharpest phone or a console at 2×. */
const edgeMax = 2048;
// By content, never by name or declared type. SVG is not among them: it is a program, not a picture.
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif']);

export interface PreparedPicture {
  readonly content: Buffer;
  readonly width: number;
  readonly height: number;
  readonly blur: string;
}

// A large picture unfolds to 160 MB, so two at a time; a few dozen may wait, more are asked to come back.
const queue = createCombiner<Buffer, PreparedPicture>(
  async (batch) => Promise.all(batch.map(async (bytes) => ({ ok: true as const, value: await reduceToPixels(bytes) }))),
  { batchMax: 1, lanes: 2, queueMax: 32 },
);
// No file comes twice, so what libvips would keep of one is of no use to the next.
sharp.cache(false);

/** Decodes whatever was sent and encodes it anew, so that nothing but pixels is kept: no place, no camera, no hidden payload. */
export async function preparePicture(bytes: Buffer): Promise<PreparedPicture> {
  if (bytes.length === 0) throw problem('not_a_picture');
  if (bytes.length > pictureBytesMax) throw problem('picture_too_large');
  return queue.submit(bytes);
}

async function reduceToPixels(bytes: Buffer): Promise<PreparedPicture> {
  // Limits are checked on the header, before a pixel is decoded: a small file may unfold to gigabytes.
  const source = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
  const header = await source.metadata().catch(() => undefined);
  if (header === undefined || !formats.has(header.format) || (header.format === 'heif' && header.compression !== 'av1'))
    throw problem('not_a_picture');
  if (header.width * header.height > pixelsMax) throw problem('picture_too_large');
  try {
    const { data, info } = await source
      .autoOrient()
      .resize(edgeMax, edgeMax, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { content: data, width: info.width, height: info.height, blur: await averageColour(data) };
  } catch {
    // A header without a body, or bytes cut short: the sender's mistake, nothing of ours.
    throw problem('not_a_picture');
  }
}

/** Transparent parts count as white, the colour most often behind them. */
async function averageColour(content: Buffer): Promise<string> {
  const [red = 0, green = 0, blue = 0] = await sharp(content)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(1, 1, { fit: 'fill' })
    .raw()
    .toBuffer();
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
