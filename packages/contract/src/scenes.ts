import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { CouponCard } from './coupons.ts';
import { GroupBuyCard } from './group-buy.ts';
import { ProductCard } from './catalog.ts';
import { Done, Id, Instant, Person, Picture, Title, words } from './shapes.ts';

export const sceneKinds = ['session', 'community'] as const;
export const CommentText = words(200);
/** A card as everybody in the scene sees it. */
export const CardView = z
  .discriminatedUnion('kind', [
    z.object({ id: Id, sceneId: Id, kind: z.literal('product'), refId: Id, isLive: z.boolean(), droppedAt: Instant, product: ProductCard }),
    z.object({
      id: Id,
      sceneId: Id,
      kind: z.literal('group-buy'),
      refId: Id,
      isLive: z.boolean(),
      droppedAt: Instant,
      groupBuy: GroupBuyCard,
    }),
    z.object({ id: Id, sceneId: Id, kind: z.literal('coupon'), refId: Id, isLive: z.boolean(), droppedAt: Instant, coupon: CouponCard }),
  ])
  .meta({ id: 'CardView' });
export type CardView = z.infer<typeof CardView>;

/**
 * One entry of a scene's log. `seq` has no gap and no duplicate; everybody sees the same order.
 * Class `state` is never dropped; `chat` may be sampled for viewers of a flooded live room, never in a community.
 */
const entry = { seq: z.int(), at: Instant };
export const SceneEntry = z
  .discriminatedUnion('type', [
    z.object({
      ...entry,
      type: z.literal('comment'),
      author: Person,
      role: z.enum(['host', 'moderator', 'leader', 'member', 'visitor']),
      text: z.string(),
      clientId: z.string(),
      pictures: z.array(Picture).optional(),
    }),
    z.object({ ...entry, type: z.literal('announcement'), author: Person, text: z.string() }),
    z.object({ ...entry, type: z.literal('card.dropped'), author: Person, cardId: Id, card: CardView }),
    z.object({ ...entry, type: z.literal('card.changed'), cardId: Id, card: CardView }),
    z.object({ ...entry, type: z.literal('card.withdrawn'), cardId: Id }),
    z.object({ ...entry, type: z.literal('pinned'), productId: Id.nullable(), product: ProductCard.nullable() }),
    z.object({
      ...entry,
      type: z.literal('ticker'),
      what: z.enum(['ordered', 'team-opened', 'team-joined', 'team-completed']),
      person: z.string().meta({ description: 'Masked nickname.' }),
      title: Title,
      count: z.int(),
      cardId: Id.nullable(),
    }),
    z.object({ ...entry, type: z.literal('status'), status: z.enum(['scheduled', 'live', 'interrupted', 'ended']) }),
    z.object({ ...entry, type: z.literal('joined'), person: Person }),
    z.object({ ...entry, type: z.literal('left'), person: Person }),
    z.object({ ...entry, type: z.literal('removed'), ofSeq: z.int(), by: z.enum(['moderator', 'author']) }),
    z.object({ ...entry, type: z.literal('muted'), accountId: Id, until: Instant.nullable() }),
  ])
  .meta({ id: 'SceneEntry' });
export type SceneEntry = z.infer<typeof SceneEntry>;

export const SceneSnapshot = z
  .object({
    sceneId: Id,
    kind: z.enum(sceneKinds),
    shopId: Id,
    title: Title,
    head: z.int().meta({ description: 'Sequence of the newest entry in this snapshot; resume from here.' }),
    cards: z.array(CardView),
    pinned: ProductCard.nullable(),
    announcement: z.object({ text: z.string(), at: Instant }).nullable(),
    status: z.enum(['scheduled', 'live', 'interrupted', 'ended']).nullable(),
    online: z.int(),
    likes: z.int(),
    recent: z.array(SceneEntry),
    me: z
      .object({
        accountId: Id,
        role: z.enum(['host', 'moderator', 'leader', 'member', 'visitor']),
        canComment: z.boolean(),
        mutedUntil: Instant.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SceneSnapshot' });
export type SceneSnapshot = z.infer<typeof SceneSnapshot>;

const sceneId = z.object({ sceneId: Id });
export const scenes = defineApi({
  'GET /api/scenes/{sceneId}': {
    summary: 'A scene now: cards, pin, announcement, last entries',
    access: 'scene:visitor',
    params: sceneId,
    reply: SceneSnapshot,
  },
  'GET /api/scenes/{sceneId}/entries': {
    summary: 'Entries before a sequence, for reading back, or after one',
    access: 'scene:visitor',
    params: sceneId,
    query: z.object({
      before: z.coerce.number<string | number>().int().min(1).optional(),
      after: z.coerce.number<string | number>().int().min(0).optional(),
      limit: z.coerce.number<string | number>().int().min(1).max(200).default(50),
    }),
    reply: z.object({ items: z.array(SceneEntry), hasMore: z.boolean() }),
  },
  'POST /api/scenes/{sceneId}/comments': {
    summary: 'Say something; the same clientId twice is one comment',
    access: 'scene:visitor',
    params: sceneId,
    perMinute: 60,
    status: 201,
    body: z.object({ text: CommentText, clientId: z.string().min(8).max(40), pictureIds: z.array(z.string()).max(9).default([]) }),
    reply: z.object({ seq: z.int() }),
    problems: ['muted', 'comments_closed', 'members_only', 'words_refused', 'comment_too_fast', 'unknown_picture', 'busy'],
  },
  'POST /api/scenes/{sceneId}/pictures': {
    summary: 'Upload a picture for a conversation (multipart, part `file`)',
    access: 'scene:member',
    params: z.object({ sceneId: Id }),
    reply: Picture,
    status: 201,
    perMinute: 20,
    problems: ['not_a_picture', 'picture_too_large'],
  },
  'DELETE /api/scenes/{sceneId}/entries/{seq}': {
    summary: 'Remove a comment (its author, a moderator or the leader)',
    access: 'scene:visitor',
    params: sceneId.extend({ seq: z.coerce.number<string | number>().int().min(1) }),
    reply: Done,
  },
  'POST /api/scenes/{sceneId}/announcement': {
    summary: 'Set the announcement',
    access: 'scene:leader',
    params: sceneId,
    body: z.object({ text: words(500) }),
    reply: Done,
  },
  'POST /api/scenes/{sceneId}/cards': {
    summary: 'Drop a card',
    access: 'scene:leader',
    params: sceneId,
    status: 201,
    body: z.object({ kind: z.enum(['product', 'group-buy', 'coupon']), refId: Id }),
    reply: CardView,
    problems: ['card_unknown', 'card_already_here', 'too_many_cards'],
  },
  'DELETE /api/scenes/{sceneId}/cards/{cardId}': {
    summary: 'Withdraw a card; teams that exist run on',
    access: 'scene:leader',
    params: sceneId.extend({ cardId: Id }),
    reply: Done,
  },
  'POST /api/scenes/{sceneId}/mutes': {
    summary: 'Mute somebody for some minutes, or end it with 0',
    access: 'scene:leader',
    params: sceneId,
    body: z.object({ accountId: Id, minutes: z.int().min(0).max(43_200), reason: words(100) }),
    reply: Done,
  },
});
export const scenesProblems = defineProblems({
  muted: [403, 'You cannot speak here for now.', '你已被禁言'],
  comments_closed: [409, 'Comments are closed.', '评论已关闭'],
  members_only: [403, 'Join first to take part.', '加入后才能参与'],
  words_refused: [422, 'Some words here are not allowed.', '内容包含不允许的词语'],
  comment_too_fast: [429, 'You are speaking very fast; wait a moment.', '说得太快了，稍等一下'],
  card_unknown: [404, 'There is nothing to drop with that id.', '卡片内容不存在'],
  card_already_here: [409, 'This card is already here.', '这张卡片已经在这里了'],
  too_many_cards: [409, 'A scene holds at most 20 live cards.', '最多同时放 20 张卡片'],
});
