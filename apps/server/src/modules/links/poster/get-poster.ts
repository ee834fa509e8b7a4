import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Title } from '@tuanzi/contract/shapes';
import { firstShop, getShop } from '#modules/shops';
import type { App } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';
import { openLink } from '../present.ts';
import { linkPath } from '../rules.ts';
import { deletePosters, insertPoster, readOldPosters } from '../store.ts';
import { createPosterDrawer, type PosterDrawer } from './poster-drawer.ts';
import type { PosterFacts } from './poster-facts.ts';

export type Locale = 'zh' | 'en';
/** Counted up when the drawing changes, so that no poster of an older look is shown. */
const look = 1;
const keptDays = 7;

export interface Posters {
  /** The poster of a link as things are now, and a name for its content. */
  get(code: string, locale: Locale): Promise<{ png: Buffer; etag: string }>;
}

/** Posters by what is on them: drawn once, kept in the file storage, drawn again when a price or a team moves on. */
export function createPosters(app: App): Posters {
  const drawer = createPosterDrawer();
  const underWay = new Map<string, Promise<Buffer>>();
  app.onClose(() => drawer.stop());
  return {
    async get(code, locale) {
      const facts = await posterFacts(app.read(systemActor), { code, locale, publicUrl: app.publicUrl() });
      const etag = createHash('sha256')
        .update(JSON.stringify([look, facts]))
        .digest('hex')
        .slice(0, 40);
      const key = `posters/${etag}.png`;
      const kept = await app.ports.storage.get(key);
      if (kept !== undefined) return { png: await buffer(kept.stream), etag };
      const drawing = underWay.get(key) ?? drawAndKeep(app, drawer, facts, key).finally(() => underWay.delete(key));
      underWay.set(key, drawing);
      return { png: await drawing, etag };
    },
  };
}

async function drawAndKeep(app: App, drawer: PosterDrawer, facts: PosterFacts, key: string): Promise<Buffer> {
  const [picture, avatar] = await Promise.all([readFile(app, facts.pictureKey), readFile(app, facts.avatarKey)]);
  const png = await drawer.draw({ facts, picture, avatar });
  await app.transact(systemActor, (ctx) => insertPoster(ctx, key));
  await app.ports.storage.put(key, png, 'image/png');
  return png;
}

async function readFile(app: App, key: string | null): Promise<Uint8Array | null> {
  const file = key === null ? undefined : await app.ports.storage.get(key);
  return file === undefined ? null : new Uint8Array(await buffer(file.stream));
}

async function posterFacts(
  ctx: Ctx,
  { code, locale, publicUrl }: { code: string; locale: Locale; publicUrl: string },
): Promise<PosterFacts> {
  const { link, target, sharer } = await openLink(ctx, code);
  const shop = target.shopId === undefined ? await firstShop(ctx) : await getShop(ctx, target.shopId);
  const inLocale = (title: Title) => (locale === 'en' ? (title.en ?? title.zh) : title.zh);
  return {
    locale,
    kind: link.target.kind,
    shopName: shop === undefined ? '团子' : inLocale(shop.name),
    sharerName: sharer.nickname,
    avatarKey: fileKey(sharer.avatarUrl),
    pictureKey: fileKey(target.picture?.url ?? null),
    title: inLocale(target.title),
    subtitle: target.subtitle === null ? null : inLocale(target.subtitle),
    priceFen: target.priceFen,
    compareAtFen: target.compareAtFen,
    team: target.team === undefined ? null : { paidCount: target.team.paidCount, size: target.team.size },
    endsText: target.endsAt === null ? null : endsText(new Date(target.endsAt), locale, shop?.timeZone ?? 'Asia/Shanghai'),
    isOver: target.isOver,
    url: new URL(linkPath(code), publicUrl).href,
  };
}

/** Only files of this installation are drawn; an address elsewhere is nobody's to fetch. */
function fileKey(url: string | null): string | null {
  return url !== null && url.startsWith('/files/') ? url.slice('/files/'.length) : null;
}

function endsText(endsAt: Date, locale: Locale, timeZone: string): string {
  if (locale === 'zh') {
    const part = new Map(
      new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
        .formatToParts(endsAt)
        .map(({ type, value }) => [type, value]),
    );
    return `${part.get('month')}月${part.get('day')}日 ${part.get('hour')}:${part.get('minute')} 截止`;
  }
  return `Until ${new Intl.DateTimeFormat('en-GB', { timeZone, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(endsAt)}`;
}

/** Posters nobody drew anew for a week show prices and teams of then. */
export async function removeOldPosters(app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - keptDays * 24 * 3_600_000);
  const keys = await readOldPosters(app.read(systemActor), before, 200);
  if (keys.length === 0) return 0;
  for (const key of keys) await app.ports.storage.delete(key);
  await app.transact(systemActor, (ctx) => deletePosters(ctx, keys));
  return keys.length;
}
