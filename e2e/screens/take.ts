/**
 * Takes the reference pictures: `npm run screens [-- name … | app/name …]`. Every page at the sizes, in the languages and the lights
 * people use, of a set scene, into e2e/screens/pictures. A change that breaks one is seen in review.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildWeb } from '../../tools/build-web.ts';
import { desktop, launchBrowser, phone, tablet, type Look } from '../browser.ts';
import { startInstallation } from '../installation.ts';
import { consoleScreens, shopScreens, type Actor } from './list.ts';
import { orchardCamera, setScene } from './set-scene.ts';

const folder = join(import.meta.dirname, 'pictures');
const only = process.argv.slice(2);
/** Of one picture, in real pixels. */
const widthMax = 1200;

type Size = (browser: Browser, look: Look) => Promise<BrowserContext>;
const english = { locale: 'en-US', dark: true } as const;
const forms: readonly { name: string; app: 'shop' | 'console'; size: Size; look: Look }[] = [
  { name: 'phone-zh-light', app: 'shop', size: phone, look: {} },
  { name: 'phone-en-dark', app: 'shop', size: phone, look: english },
  { name: 'desktop-zh-light', app: 'shop', size: desktop, look: {} },
  { name: 'desktop-zh-light', app: 'console', size: desktop, look: {} },
  { name: 'tablet-en-dark', app: 'console', size: tablet, look: english },
];

await buildWeb();
const at = await startInstallation();
const browser = await launchBrowser({ fakeCamera: await orchardCamera() });
try {
  const operator = await desktop(browser);
  await operator.grantPermissions(['camera', 'microphone'], { origin: at.url });
  const scene = await setScene(at, browser, operator);
  for (const { name, app, size, look } of forms) {
    const session = await (app === 'shop' ? scene.shopper : scene.operator).storageState();
    const context = await size(browser, { ...look, more: { storageState: session } });
    mkdirSync(join(folder, app), { recursive: true });
    for (const [path, screen] of Object.entries(app === 'shop' ? shopScreens : consoleScreens)) {
      if (only.length > 0 && !only.includes(screen) && !only.includes(`${app}/${screen}`)) continue;
      await take(
        context,
        `${at.url}${app === 'shop' ? '' : '/console'}${fill(path, app, scene.ids)}`,
        join(folder, app, `${screen}.${name}.webp`),
      );
    }
    await context.close();
  }
} finally {
  await browser.close();
  await at.stop();
}

/** The console looks back at a session that is over; the shop pays for an order that is not paid. */
function fill(path: string, app: string, ids: Readonly<Record<Actor, string>>): string {
  if (path === '/checkout') return `/checkout?items=${ids.basket}`;
  if (path === '/pay/:orderId') return `/pay/${ids.unpaidId}`;
  if (app === 'console' && path === '/live/:sessionId') return `/live/${ids.endedId}`;
  if (path === '/settings/:tab') return '/settings/staff';
  return path.replaceAll(/:(\w+)/g, (_, key: string) => ids[key as Actor]);
}

async function take(context: BrowserContext, url: string, file: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForLoadState('networkidle', { timeout: 6000 }).catch(() => {
    // A room is never idle.
  });
  // What fades in has done so by now.
  await delay(800);
  const { width = widthMax } = page.viewportSize() ?? {};
  await sharp(await page.screenshot())
    .resize(Math.min(widthMax, width * 1.5 > widthMax ? widthMax : Math.round(width * 1.5)))
    .webp({ quality: 70 })
    .toFile(file);
  await page.close();
  process.stdout.write(`${file.slice(folder.length + 1)}\n`);
}
