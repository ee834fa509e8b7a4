/** Draws every icon of both apps from logo.svg: `node packages/ui/brand/render-icons.ts`. */
import { copyFileSync, readFileSync } from 'node:fs';
import sharp from 'sharp';

const logo = readFileSync(new URL('./logo.svg', import.meta.url), 'utf8');
const mark = logo.replace(/<\/?svg[^>]*>/g, '');
const shop = new URL('../../../apps/shop/public/', import.meta.url).pathname;
const consoleApp = new URL('../../../apps/console/public/', import.meta.url).pathname;

/** A platform may cut a maskable icon to any shape; what matters stays within its middle four fifths. */
const onPaper = (share: number) => {
  const size = 64 / share;
  const inset = (size - 64) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="#FFF3EA"/><g transform="translate(${inset} ${inset})">${mark}</g></svg>`;
};

const render = (svg: string, pixels: number, file: string) =>
  sharp(Buffer.from(svg), { density: 72 * (pixels / 64) * 1.5 })
    .resize(pixels, pixels)
    .png({ compressionLevel: 9, palette: true, quality: 90 })
    .toFile(file);

await render(logo, 192, `${shop}icon-192.png`);
await render(logo, 512, `${shop}icon-512.png`);
await render(onPaper(0.62), 512, `${shop}icon-maskable-512.png`);
await render(onPaper(0.74), 180, `${shop}apple-touch-icon.png`);
for (const folder of [shop, consoleApp]) copyFileSync(new URL('./logo.svg', import.meta.url), `${folder}favicon.svg`);
