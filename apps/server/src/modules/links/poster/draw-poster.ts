import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import QRCode from 'qrcode';
import satori from 'satori';
import sharp from 'sharp';
import { avatarSize, designPoster, pictureSize, posterHeight, posterWidth, svgAddress } from './poster-design.ts';
import type { PosterFacts } from './poster-facts.ts';
import { emojiSvg } from './emoji.ts';

export interface PosterOrder {
  readonly facts: PosterFacts;
  readonly picture: Uint8Array | null;
  readonly avatar: Uint8Array | null;
}

const require = createRequire(import.meta.url);
// Fonts come with the installation, so that a poster looks the same on a bare server as on a designer's machine.
const fontFolder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const logoFile = join(import.meta.dirname, '../../../../../../packages/ui/brand/logo.svg');

let fonts: { name: string; weight: 400 | 700; style: 'normal'; data: Buffer }[] | undefined;
let logo: string | undefined;

/** Draws one poster. Takes a third of a second of one core, so it never runs on the thread that answers requests. */
export async function drawPoster({ facts, picture, avatar }: PosterOrder): Promise<Buffer> {
  fonts ??= [
    { name: 'Noto Sans SC', weight: 400, style: 'normal', data: readFileSync(join(fontFolder, '400Regular/NotoSansSC_400Regular.ttf')) },
    { name: 'Noto Sans SC', weight: 700, style: 'normal', data: readFileSync(join(fontFolder, '700Bold/NotoSansSC_700Bold.ttf')) },
  ];
  logo ??= svgAddress(readFileSync(logoFile, 'utf8'));
  const images = {
    picture: picture === null ? null : await fitted(picture, pictureSize(facts)),
    avatar: avatar === null ? null : await fitted(avatar, { width: avatarSize * 2, height: avatarSize * 2 }),
    qr: svgAddress(qrSvg(facts.url)),
    logo,
  };
  const svg = await satori(designPoster(facts, images) as Parameters<typeof satori>[0], {
    width: posterWidth,
    height: posterHeight,
    fonts,
    // A script our font does not have stays blank rather than failing the poster.
    loadAdditionalAsset: (code, segment) => Promise.resolve(code === 'emoji' ? emojiSvg(segment) : []),
  });
  return sharp(Buffer.from(svg)).png({ compressionLevel: 7, adaptiveFiltering: true }).toBuffer();
}

/** A picture that cannot be read any more leaves its place to the drawing for none. */
async function fitted(bytes: Uint8Array, { width, height }: { width: number; height: number }): Promise<string | null> {
  try {
    const jpeg = await sharp(bytes)
      .resize(width, height, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 88 })
      .toBuffer();
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  } catch {
    return null;
  }
}

/** One path for all modules: sharp at every size. Level M survives a thumb over the corner of a phone screen. */
function qrSvg(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y++) for (let x = 0; x < modules.size; x++) if (modules.get(y, x) === 1) path += `M${x} ${y}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules.size} ${modules.size}" shape-rendering="crispEdges"><path d="${path}" fill="#201A17"/></svg>`;
}
