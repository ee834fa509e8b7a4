import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Fen, Id, Instant, Person, Picture, Title } from './shapes.ts';

export const linkTargets = ['product', 'session', 'community', 'team', 'shop'] as const;
/** What a shared link opens, enough to understand it in three seconds. `path` is where the shop app goes on. */
export const LinkPreview = z
  .object({
    code: z.string(),
    target: z.object({ kind: z.enum(linkTargets), id: Id }),
    path: z.string(),
    sharer: Person,
    title: Title,
    subtitle: Title.nullable(),
    picture: Picture.nullable(),
    priceFen: Fen.nullable(),
    compareAtFen: Fen.nullable(),
    endsAt: Instant.nullable(),
    isOver: z.boolean(),
  })
  .meta({ id: 'LinkPreview' });
const code = z.object({ code: z.string().regex(/^[0-9A-Za-z]{6,16}$/) });
export const links = defineApi({
  'POST /api/links': {
    summary: 'Get my traced link to something; the same share gives the same link',
    access: 'guest',
    perMinute: 60,
    body: z.object({ target: z.object({ kind: z.enum(linkTargets), id: Id }), sceneId: Id.optional(), cardId: Id.optional() }),
    reply: z.object({ code: z.string(), url: z.string(), posterUrl: z.string() }),
    problems: ['link_target_unknown'],
  },
  'GET /api/links/{code}': { summary: 'What a link opens', access: 'public', params: code, reply: LinkPreview, problems: ['link_unknown'] },
  'POST /api/links/{code}/visits': {
    summary: 'I followed this link; it joins my relation chain',
    access: 'guest',
    params: code,
    perMinute: 120,
    reply: LinkPreview,
    problems: ['link_unknown'],
  },
});
export const linksProblems = defineProblems({
  link_unknown: [404, 'This link does not exist or has been withdrawn.', '链接不存在或已失效'],
  link_target_unknown: [404, 'What you want to share does not exist.', '要分享的内容不存在'],
});
