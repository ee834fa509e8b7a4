/**
 * Draws the pictures of the demo shop: `node apps/server/demo/draw/render.ts [name …] [--preview]`.
 * Everything in them is computed; nothing is photographed or taken from elsewhere.
 */
import { mkdirSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { avatars } from './avatars.ts';
import { pictures } from './pictures.ts';
import { develop, morning, renderRows } from './trace.ts';

const isPreview = process.argv.includes('--preview');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = process.env['OUT'] ?? new URL('../pictures/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });

/** Lists load many at once: one picture stays below this. */
const bytesMax = 90_000;

async function write(image: Sharp, name: string): Promise<void> {
  const raw = await image.png().toBuffer();
  for (let quality = 84; quality >= 40; quality -= 6) {
    const bytes = await sharp(raw).webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (bytes.length > bytesMax && quality > 45) continue;
    await sharp(bytes).toFile(`${folder}/${name}.webp`);
    if (isPreview) await sharp(raw).toFile(`${folder}/${name}.png`);
    const { dominant } = await sharp(raw).stats();
    process.stdout.write(`${name} ${bytes.length} bytes, quality ${quality}, rgb(${dominant.r}, ${dominant.g}, ${dominant.b})\n`);
    return;
  }
}

for (const picture of pictures) {
  if (asked.length > 0 && !asked.some((word) => picture.name.startsWith(word))) continue;
  const scene = picture.scene();
  const share = isPreview ? 0.34 : 1;
  const [width, height] = picture.size.map((side) => Math.round(side * share)) as [number, number];
  const startedMs = Date.now();
  const film = renderRows(scene, width, height, isPreview ? 3 : (picture.samples ?? 6), 7);
  await write(sharp(develop(film, scene.light?.exposure ?? morning.exposure), { raw: { width, height, channels: 3 } }), picture.name);
  process.stdout.write(`  ${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`);
}
for (const [name, svg] of Object.entries(avatars))
  if (asked.length === 0 || asked.some((word) => name.startsWith(word)))
    await write(sharp(Buffer.from(svg), { density: 144 }).resize(400, 400), name);
