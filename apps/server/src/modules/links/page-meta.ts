import type { Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import type { PageMeta } from '#platform/http/pages';
import { openLink } from './present.ts';
import { posterPath } from './rules.ts';

/** What a chat shows of /l/CODE before anybody opens it: who invites, to what, and the poster. */
export async function linkMeta(ctx: Ctx, path: string, locale: 'zh' | 'en'): Promise<PageMeta | undefined> {
  const code = path.split('/')[2] ?? '';
  const { target, sharer } = await openLink(ctx, code);
  const inLocale = (title: Title) => (locale === 'en' ? (title.en ?? title.zh) : title.zh);
  const price = target.priceFen === null ? '' : `¥${(target.priceFen / 100).toFixed(2)} · `;
  const invites = locale === 'en' ? `${sharer.nickname} shared this with you` : `${sharer.nickname} 分享给你`;
  const more = target.subtitle === null ? '' : ` · ${inLocale(target.subtitle)}`;
  return { title: inLocale(target.title), description: `${price}${invites}${more}`, imageUrl: `${posterPath(code)}?locale=${locale}` };
}
