/**
 * How long a shopper on a slow phone waits for the first screen. A real browser with an empty cache, four times slower
 * than this machine, on a line of 1.6 Mbit/s with 150 ms to every answer, opens the pages people come in by. The largest
 * paint is what the browser itself reports; the script is counted as it crossed the wire.
 */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, phone } from '../e2e/browser.ts';
import { startInstallation } from '../e2e/installation.ts';
import { buildWeb } from '../tools/build-web.ts';
import { rounded, spread, type Outcome } from './outcome.ts';

const line = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const cpuSlowdown = 4;
const largestPaintBarMs = 2500;
const scriptBarKb = 200;
/** A page counts as done when nothing was painted larger and nothing loaded for this long. */
const quietMs = 2500;
const patienceMs = 30_000;

interface Visit {
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly largest: string;
  readonly scriptKb: number;
  readonly totalKb: number;
}
interface Seen {
  readonly firstMs: number;
  readonly largestMs: number;
  readonly largest: string;
}

/** Runs in the page before anything of ours: keeps what the browser reports about its paints. */
function observePaints(): void {
  const seen = { firstMs: -1, largestMs: -1, largest: '' };
  (window as unknown as { seenPaints: Seen }).seenPaints = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { element } = entry as PerformanceEntry & { element?: Element };
      seen.largestMs = entry.startTime;
      seen.largest = element === undefined ? '' : `${element.tagName.toLowerCase()} ${(element.textContent ?? '').slice(0, 16)}`.trim();
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') seen.firstMs = entry.startTime;
  }).observe({ type: 'paint', buffered: true });
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await phone(browser);
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', line);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    const bytes = { Script: 0, all: 0 };
    const types = new Map<string, string>();
    let lastLoadedAt = Date.now();
    cdp.on('Network.responseReceived', ({ requestId, type }) => void types.set(requestId, type));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      lastLoadedAt = Date.now();
      bytes.all += encodedDataLength;
      if (types.get(requestId) === 'Script') bytes.Script += encodedDataLength;
    });
    await page.addInitScript(observePaints);
    await page.goto(url, { waitUntil: 'commit' });
    const seen = await settled(page, () => lastLoadedAt);
    return {
      firstPaintMs: Math.round(seen.firstMs),
      largestPaintMs: Math.round(seen.largestMs),
      largest: seen.largest,
      scriptKb: Math.round(bytes.Script / 1000),
      totalKb: Math.round(bytes.all / 1000),
    };
  } finally {
    await context.close();
  }
}

/** What was seen once the page has come to rest. */
async function settled(page: Page, lastLoadedAt: () => number): Promise<Seen> {
  const endsAt = Date.now() + patienceMs;
  let last: Seen | undefined;
  let since = Date.now();
  for (;;) {
    const now = await page.evaluate(() => ({ ...(window as unknown as { seenPaints: Seen }).seenPaints }));
    if (now.largestMs !== last?.largestMs) since = Date.now();
    last = now;
    const isQuiet = now.largestMs > 0 && Date.now() - since > quietMs && Date.now() - lastLoadedAt() > quietMs;
    if (isQuiet || Date.now() > endsAt) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The first page, a product and a team somebody shared: where people come in. */
async function entrances(browser: Browser, url: string): Promise<Record<string, string>> {
  const context = await phone(browser);
  try {
    const read = async <T>(path: string) => (await (await context.request.get(`${url}${path}`)).json()) as T;
    const { items: products } = await read<{ items: { id: string }[] }>('/api/products?limit=1');
    const { items: sessions } = await read<{ items: { id: string }[] }>('/api/sessions');
    const [product, session] = [products[0], sessions[0]];
    if (product === undefined || session === undefined) throw new Error('there is no demo shop to measure');
    return { home: '/', product: `/products/${product.id}`, room: `/live/${session.id}` };
  } finally {
    await context.close();
  }
}

const runs = 5;

export async function measureFirstPaint(): Promise<Outcome> {
  await buildWeb();
  const own = await startInstallation();
  const browser = await launchBrowser();
  const figures: Record<string, unknown> = { conditions: { line, cpuSlowdown, runs, largestPaintBarMs, scriptBarKb } };
  const shares: number[] = [];
  try {
    for (const [name, path] of Object.entries(await entrances(browser, own.url))) {
      // Pictures are made in their sizes when somebody first looks; that is not what is measured here.
      await visit(browser, `${own.url}${path}`);
      const visits: Visit[] = [];
      for (let i = 0; i < runs; i++) visits.push(await visit(browser, `${own.url}${path}`));
      const largestPaintMs = spread(visits.map((each) => each.largestPaintMs));
      const scriptKb = spread(visits.map((each) => each.scriptKb));
      figures[name] = {
        largestPaintMs,
        largest: visits.at(-1)?.largest,
        firstPaintMs: spread(visits.map((each) => each.firstPaintMs)),
        scriptKb,
        totalKb: spread(visits.map((each) => each.totalKb)),
      };
      shares.push(largestPaintMs.median / largestPaintBarMs, scriptKb.median / scriptBarKb);
    }
  } finally {
    await browser.close();
    await own.stop();
  }
  const ratio = rounded(Math.max(...shares));
  return { name: 'first-paint', ratio, bar: 1, isLessBetter: true, ok: ratio <= 1, exact: true, figures };
}
