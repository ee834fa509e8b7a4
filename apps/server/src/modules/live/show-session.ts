import type { SessionView } from '@tuanzi/contract/live';
import { getProductCards } from '#modules/catalog';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { liveSources, recordingSources } from './play-sources.ts';
import { presentHealth, presentSession, presentSessionCards } from './present.ts';
import { chaptersOf, isOnAir, missedAfterMs, type SessionState } from './rules.ts';
import { readPins, readSessions, readSessionsOfShop, type Session } from './store.ts';
import { readProgramme, type ProgrammeKey } from './store-programme.ts';
import { readGaps, readHealth, readRecordings } from './store-media.ts';

async function requireSession(ctx: Ctx, sessionId: string): Promise<Session> {
  const [session] = await readSessions(ctx, [sessionId]);
  if (session === undefined) throw problem('not_found');
  return session;
}

export async function showSession(ctx: Ctx, sessionId: string, shopId?: string): Promise<SessionView> {
  const session = await requireSession(ctx, sessionId);
  if (shopId !== undefined && session.shopId !== shopId) throw problem('not_found');
  return presentSession(ctx, session);
}

export async function listProgramme(
  ctx: Ctx,
  {
    state,
    cursor,
    limit,
    shopId,
  }: { state?: 'live' | 'scheduled' | 'ended' | undefined; cursor?: string | undefined; limit: number; shopId?: string | undefined },
) {
  const rows = await readProgramme(ctx, {
    state,
    shopId,
    after: keyOf(cursor),
    missedBefore: new Date(ctx.now.getTime() - missedAfterMs),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: await presentSessionCards(ctx, shown), nextCursor: last === undefined ? null : `${last.rank}.${last.at}.${last.id}` };
}

/** A cursor that is not one of ours starts at the beginning. */
function keyOf(cursor: string | undefined): ProgrammeKey | undefined {
  const match = /^([012])\.(-?\d{1,15})\.([a-z0-9_]{1,60})$/.exec(cursor ?? '');
  return match === null ? undefined : { rank: Number(match[1]), at: Number(match[2]), id: match[3] ?? '' };
}

export async function listSessionsOfShop(
  ctx: Ctx,
  { limit, ...of }: { shopId: string; state?: SessionState | undefined; cursor?: string | undefined; limit: number },
) {
  const rows = await readSessionsOfShop(ctx, { ...of, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return { items: await presentSessionCards(ctx, shown), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export async function playSession(app: App, ctx: Ctx, sessionId: string) {
  const session = await requireSession(ctx, sessionId);
  if (!isOnAir(session.state)) throw problem('session_not_live');
  return { sources: liveSources(app.secret, session.id, ctx.now) };
}

export async function replaySession(app: App, ctx: Ctx, sessionId: string) {
  const session = await requireSession(ctx, sessionId);
  const recordings = session.state === 'ended' ? await readRecordings(ctx, sessionId) : [];
  if (recordings.length === 0) throw problem('no_replay');
  const chapters = chaptersOf(recordings, await readPins(ctx, sessionId), await readGaps(ctx, sessionId));
  const products = await getProductCards(ctx, [...new Set(chapters.map((chapter) => chapter.productId))]);
  return {
    recordings: recordings.map((recording) => ({
      id: recording.id,
      startedAt: recording.startedAt.toISOString(),
      durationMs: recording.durationMs,
      sources: recordingSources(app.secret, recording.id, ctx.now),
    })),
    chapters: chapters.map((chapter) => ({
      ...chapter,
      title: must(products.get(chapter.productId), 'a product that was pinned is never deleted').title,
    })),
  };
}

export async function showStudio(ctx: Ctx, sessionId: string) {
  const session = await showSession(ctx, sessionId);
  return { session, health: presentHealth(await readHealth(ctx, sessionId), session.state) };
}
