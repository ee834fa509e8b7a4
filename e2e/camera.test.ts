import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { desktop, launchBrowser } from './browser.ts';

/** The studio's own camera module, as a page gets it. */
async function servePage(): Promise<string> {
  const module = stripTypeScriptTypes(readFileSync(join(import.meta.dirname, '../packages/client/src/publish/camera.ts'), 'utf8'));
  const server = createServer((request, response) =>
    request.url === '/camera.js'
      ? response.setHeader('content-type', 'text/javascript').end(module)
      : response
          .setHeader('content-type', 'text/html')
          .end(
            '<!doctype html><title>团子</title><script type="module">import * as camera from "/camera.js"; window.camera = camera</script>',
          ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

/** A grey picture of this size, for the browser's fake camera (YUV4MPEG2). */
function aCamera(width: number, height: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuanzi-camera-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'camera.y4m');
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F15:1\nFRAME\n`), Buffer.alloc((width * height * 3) / 2, 128)]),
  );
  return file;
}

test.for([
  { camera: [1280, 720], isUpright: false, sent: [1280, 720] },
  { camera: [1280, 720], isUpright: true, sent: [406, 720] },
  { camera: [720, 1280], isUpright: true, sent: [720, 1280] },
  { camera: [720, 1280], isUpright: false, sent: [720, 1280] },
  { camera: [480, 640], isUpright: false, sent: [480, 640] },
] as const)(
  'a camera of $camera.0 × $camera.1, upright wanted: $isUpright, gives a picture of $sent.0 × $sent.1',
  { timeout: 60_000 },
  async ({ camera, isUpright, sent }) => {
    const browser = await launchBrowser({ fakeCamera: aCamera(camera[0], camera[1]) });
    onTestFinished(() => browser.close());
    const page = await (await desktop(browser)).newPage();
    await page.goto(await servePage());
    const size = await page.evaluate(async (upright) => {
      const { openCamera } = (globalThis as unknown as { camera: typeof import('@tuanzi/client/publish/camera') }).camera;
      const stream = await openCamera({ isUpright: upright });
      const { width, height } = stream.getVideoTracks()[0]?.getSettings() ?? {};
      return [width, height];
    }, isUpright);
    expect(size).toEqual(sent);
  },
);
