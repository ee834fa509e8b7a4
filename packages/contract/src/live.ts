import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { ProductCard } from './catalog.ts';
import { Done, Id, Instant, PageQuery, Person, Picture, Text, Title, page, words } from './shapes.ts';

export const sessionStates = ['scheduled', 'live', 'interrupted', 'ended', 'cancelled'] as const;
export const SessionCard = z
  .object({
    id: Id,
    sceneId: Id,
    shopId: Id,
    shopName: Title,
    title: Title,
    cover: Picture.nullable(),
    host: Person,
    startsAt: Instant,
    state: z.enum(sessionStates),
    online: z.int(),
    likes: z.int(),
    hasReplay: z.boolean(),
    communityId: Id.nullable(),
  })
  .meta({ id: 'SessionCard' });
export const SessionView = SessionCard.extend({
  intro: Text.nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  shelf: z.array(ProductCard),
  pinnedProductId: Id.nullable(),
  seller: z.object({ legalName: z.string(), address: z.string(), contact: z.string(), licenceNo: z.string() }),
  isLandscape: z.boolean(),
}).meta({ id: 'SessionView' });
export type SessionView = z.infer<typeof SessionView>;
export type SessionCard = z.infer<typeof SessionCard>;
/** Ordered: the player takes the first its device can play, and the next when it stalls. Short-lived and signed. */
export const PlaySource = z.object({
  kind: z.enum(['ws-flv', 'http-flv', 'll-hls', 'recording-hls', 'clip-mp4']),
  url: z.string(),
  expiresAt: Instant,
});
export const StreamHealth = z.object({
  isPublishing: z.boolean(),
  protocol: z.enum(['rtmp', 'whip', 'webcodecs']).nullable(),
  bitrateKbps: z.int().nullable(),
  fps: z.number().nullable(),
  gopMs: z.int().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  codec: z.string().nullable(),
  viewers: z.int(),
  warnings: z.array(z.string()),
});
export const SessionInput = z.object({
  title: Title,
  intro: Text.nullable().default(null),
  coverId: z.string().nullable().default(null),
  hostId: Id,
  startsAt: Instant,
  productIds: z.array(Id).max(100).default([]),
  communityId: Id.nullable().default(null),
});

const sessionId = z.object({ sessionId: Id });
const ofShop = z.object({ shopId: Id, sessionId: Id });
export const live = defineApi({
  'GET /api/sessions': {
    summary: 'Programme: live now, then coming up, then replays',
    access: 'public',
    query: PageQuery.extend({ state: z.enum(['live', 'scheduled', 'ended']).optional() }),
    reply: page(SessionCard),
  },
  'GET /api/sessions/{sessionId}': { summary: 'One live session', access: 'public', params: sessionId, reply: SessionView },
  'GET /api/sessions/{sessionId}/play': {
    summary: 'Signed play addresses, best first',
    access: 'public',
    params: sessionId,
    reply: z.object({ sources: z.array(PlaySource) }),
    problems: ['session_not_live'],
  },
  'GET /api/sessions/{sessionId}/replay': {
    summary: 'Replay with product chapters',
    access: 'public',
    params: sessionId,
    reply: z.object({
      recordings: z.array(z.object({ id: Id, startedAt: Instant, durationMs: z.int(), sources: z.array(PlaySource) })),
      chapters: z.array(z.object({ productId: Id, title: Title, recordingId: Id, fromMs: z.int(), toMs: z.int() })),
    }),
    problems: ['no_replay'],
  },
  'GET /api/console/shops/{shopId}/sessions': {
    summary: 'Sessions of a shop',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: PageQuery.extend({ state: z.enum(sessionStates).optional() }),
    reply: page(SessionCard),
  },
  'POST /api/console/shops/{shopId}/sessions': {
    summary: 'Plan a session',
    access: 'shop:operator',
    params: z.object({ shopId: Id }),
    body: SessionInput,
    reply: SessionView,
    status: 201,
    problems: ['host_not_staff', 'unknown_picture', 'product_unavailable'],
  },
  'PUT /api/console/shops/{shopId}/sessions/{sessionId}': {
    summary: 'Change a planned session',
    access: 'shop:operator',
    params: ofShop,
    body: SessionInput,
    reply: SessionView,
    problems: ['host_not_staff', 'session_over', 'unknown_picture', 'product_unavailable'],
  },
  'POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel': {
    summary: 'Cancel a planned session',
    access: 'shop:operator',
    params: ofShop,
    reply: SessionView,
    problems: ['session_over'],
  },
  'GET /api/studio/{sessionId}': {
    summary: 'Everything the studio needs',
    access: 'session:moderator',
    params: sessionId,
    reply: z.object({ session: SessionView, health: StreamHealth, rtmpUrl: z.string(), canWhip: z.boolean() }),
  },
  'POST /api/studio/{sessionId}/stream-key': {
    summary: 'Make a new stream key; the old one stops working. Shown once',
    access: 'session:host',
    params: sessionId,
    reply: z.object({ streamKey: z.string(), rtmpUrl: z.string(), rtmpStreamName: z.string(), whipUrl: z.string(), ingestUrl: z.string() }),
    problems: ['session_over'],
  },
  'POST /api/studio/{sessionId}/end': {
    summary: 'End the live session',
    access: 'session:host',
    params: sessionId,
    reply: SessionView,
    problems: ['session_over', 'session_not_live'],
  },
  'POST /api/studio/{sessionId}/pin': {
    summary: 'Pin the product being explained, or none',
    access: 'session:host',
    params: sessionId,
    body: z.object({ productId: Id.nullable() }),
    reply: Done,
    problems: ['not_on_shelf', 'session_over'],
  },
  'PUT /api/studio/{sessionId}/shelf': {
    summary: 'Set the shelf and its order',
    access: 'session:host',
    params: sessionId,
    body: z.object({ productIds: z.array(Id).max(100) }),
    reply: SessionView,
    problems: ['product_unavailable', 'session_over'],
  },
  'POST /api/studio/{sessionId}/correction': {
    summary: 'Correct a slip of the tongue, kept on record and shown to everybody',
    access: 'session:host',
    params: sessionId,
    body: z.object({ original: words(200), correction: words(200), productId: Id.nullable().default(null) }),
    reply: Done,
  },
  'POST /internal/media-hooks/{kind}': {
    summary: 'The media server asks and reports',
    access: 'internal',
    perMinute: 1_000_000,
    params: z.object({ kind: z.string().max(40) }),
    body: z.record(z.string(), z.unknown()),
    reply: z.object({ allow: z.boolean(), sessionId: z.string().optional(), reason: z.string().optional() }),
  },
});
export const liveProblems = defineProblems({
  session_not_live: [409, 'This session is not on air.', '直播未开始或已结束'],
  session_over: [409, 'This session is over.', '直播已结束'],
  no_replay: [404, 'There is no recording of this session.', '没有回放'],
  host_not_staff: [422, 'The host must work for this shop.', '主播必须是店铺成员'],
  not_on_shelf: [422, 'This product is not on the shelf.', '商品不在货架上'],
});
