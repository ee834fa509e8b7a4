import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

/** The browser as npm brings it: packed files in the package's `bin` folder. */
const packageFolder = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))));

async function unpack(packed: string, into: string): Promise<void> {
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(into));
}

async function unpackTar(packed: string, folder: string): Promise<void> {
  const tar = `${folder}.tar`;
  await unpack(packed, tar);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['--no-same-owner', '-xf', tar, '-C', folder]);
  rmSync(tar);
}

/** Families the pages need: Chinese in the weights we use, colour emoji, and the Latin letters that come with the browser. */
function fontFolders(latin: string): string[] {
  const chinese = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const emoji = dirname(require.resolve('@expo-google-fonts/noto-color-emoji/package.json'));
  return [
    ...['400Regular', '500Medium', '600SemiBold', '700Bold'].map((weight) => join(chinese, weight)),
    join(emoji, '400Regular'),
    latin,
  ];
}

function fontConfig(folder: string): string {
  const folders = fontFolders(join(folder, 'latin', 'fonts'))
    .map((font) => `<dir>${font}</dir>`)
    .join('\n  ');
  const prefer = (family: string) =>
    `<alias binding="strong"><family>${family}</family><prefer><family>Noto Sans SC</family><family>Noto Color Emoji</family></prefer></alias>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${folders}
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  ${['sans-serif', 'serif', 'monospace', 'system-ui', 'PingFang SC', 'Microsoft YaHei'].map(prefer).join('\n  ')}
</fontconfig>
`;
}

type Unpacked = { executable: string; env: Record<string, string> };

/**
 * Unpacks the browser once per version, user and checkout path of its fonts. Several test processes may come at once:
 * each unpacks beside, and the first to rename its folder into place wins.
 */
async function unpackedBrowser(): Promise<Unpacked> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `tuanzi-chromium-${version}-fonts-${userInfo().uid}`);
  if (!existsSync(join(folder, 'latin'))) {
    const beside = mkdtempSync(`${folder}.`);
    await Promise.all([
      unpack(join(packageFolder, 'bin', 'chromium.br'), join(beside, 'chromium')),
      unpackTar(join(packageFolder, 'bin', 'al2023.tar.br'), join(beside, 'libraries')),
      unpackTar(join(packageFolder, 'bin', 'fonts.tar.br'), join(beside, 'latin')),
    ]);
    await chmod(join(beside, 'chromium'), 0o755);
    try {
      renameSync(beside, folder);
    } catch (error) {
      // Somebody else was first; what they unpacked is the same.
      rmSync(beside, { recursive: true });
      if (!existsSync(join(folder, 'latin'))) throw error;
    }
  }
  const fonts = join(mkdtempSync(join(tmpdir(), 'tuanzi-fonts-')), 'fonts.conf');
  writeFileSync(fonts, fontConfig(folder));
  process.once('exit', () => rmSync(dirname(fonts), { recursive: true, force: true }));
  const executable = join(folder, 'chromium');
  const env: Record<string, string> = { FONTCONFIG_FILE: fonts };
  if (lacksLibraries(executable)) env['LD_LIBRARY_PATH'] = join(folder, 'libraries', 'al2023', 'lib');
  return { executable, env };
}

/** A bare Debian has no NSS; the package brings one. Where the system has its own, that is the better match. */
function lacksLibraries(executable: string): boolean {
  try {
    return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found');
  } catch {
    // Without ldd nothing can be told, and the brought libraries work everywhere the browser does.
    return true;
  }
}

let unpacking: Promise<Unpacked> | undefined;

export type BrowserOptions = {
  /** `default` is Chromium's own moving test picture and beep; a path is a .y4m or .mjpeg file that is played in a loop. */
  fakeCamera?: 'default' | (string & {});
  /** A .wav file played as the microphone. */
  fakeMicrophone?: string;
  args?: string[];
};

/** A real Chromium with fake camera and microphone, Chinese fonts and colour emoji, and nothing to install. */
export async function launchBrowser({ fakeCamera = 'default', fakeMicrophone, args = [] }: BrowserOptions = {}): Promise<Browser> {
  const { executable, env } = await (unpacking ??= unpackedBrowser());
  return chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...env },
    chromiumSandbox: false,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(fakeCamera === 'default' ? [] : [`--use-file-for-fake-video-capture=${fakeCamera}`]),
      ...(fakeMicrophone === undefined ? [] : [`--use-file-for-fake-audio-capture=${fakeMicrophone}`]),
      // Host candidates with real addresses: nobody answers .local names on a test machine.
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--font-render-hinting=none',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : ['--disable-setuid-sandbox']),
      ...args,
    ],
  });
}

export type Look = {
  locale?: 'zh-CN' | 'en-US';
  dark?: boolean;
  /** Anything else of a Playwright context: permissions, storage, a base URL. */
  more?: BrowserContextOptions;
};

const lookOf = ({ locale = 'zh-CN', dark = false, more = {} }: Look): BrowserContextOptions => ({
  locale,
  timezoneId: 'Asia/Shanghai',
  colorScheme: dark ? 'dark' : 'light',
  // What still moves when it is clicked is clicked beside, on a machine with much to do.
  reducedMotion: 'reduce',
  ignoreHTTPSErrors: true,
  ...more,
});

/** A shopper's phone: 390 × 844 at two pixels a point, with touch. */
export const phone = (browser: Browser, look: Look = {}): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    userAgent: 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
    ...lookOf(look),
  });

export const tablet = (browser: Browser, look: Look = {}): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 820, height: 1180 }, deviceScaleFactor: 1, hasTouch: true, ...lookOf(look) });

/** An operator's desk. Camera and microphone are granted: the studio asks for them. */
export const desktop = (browser: Browser, look: Look = {}): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['camera', 'microphone'], ...lookOf(look) });
