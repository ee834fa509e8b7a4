import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type {} from './tables.ts';

export interface Health {
  readonly isPublishing: boolean;
  readonly protocol: 'rtmp' | 'whip' | 'webcodecs' | null;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly bitrateKbps: number | null;
  readonly fps: number | null;
  readonly gopMs: number | null;
  readonly viewers: number;
  readonly warnings: string[];
}
const columns = ['isPublishing', 'protocol', 'codec', 'width', 'height', 'bitrateKbps', 'fps', 'gopMs', 'viewers', 'warnings'] as const;

export async function readHealth(ctx: Ctx, sessionId: string): Promise<Health | undefined> {
  return ctx.db.selectFrom('live.health').select(columns).where('sessionId', '=', sessionId).executeTakeFirst();
}

export async function writeHealth(ctx: Ctx, sessionId: string, change: Partial<Health>): Promise<void> {
  await ctx.db
    .insertInto('live.health')
    .values({ sessionId, ...change, seenAt: ctx.now })
    .onConflict((row) => row.column('sessionId').doUpdateSet({ ...change, seenAt: ctx.now }))
    .execute();
}

/** When the media server last spoke of the stream. */
export async function readSeenAt(ctx: Ctx, sessionId: string): Promise<Date | undefined> {
  return (await ctx.db.selectFrom('live.health').select('seenAt').where('sessionId', '=', sessionId).executeTakeFirst())?.seenAt;
}

export interface Recording {
  readonly id: string;
  readonly sessionId: string;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** Told again after a lost answer, or longer after a repair: the latest word counts. */
export async function writeRecording(ctx: Ctx, recording: Recording & { file: string; bytes: number }): Promise<void> {
  const { file, bytes, durationMs } = recording;
  await ctx.db
    .insertInto('live.recordings')
    .values({ ...recording, createdAt: ctx.now })
    .onConflict((row) => row.column('id').doUpdateSet({ file, bytes, durationMs }))
    .execute();
}

export async function readRecordings(ctx: Ctx, sessionId: string): Promise<Recording[]> {
  return ctx.db
    .selectFrom('live.recordings')
    .select(['id', 'sessionId', 'startedAt', 'durationMs'])
    .where('sessionId', '=', sessionId)
    .orderBy('startedAt')
    .execute();
}

export async function readRecorded(ctx: Ctx, sessionIds: readonly string[]): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set();
  const rows = await ctx.db
    .selectFrom('live.recordings')
    .select('sessionId')
    .distinct()
    .where('sessionId', '=', anyOf(sessionIds))
    .execute();
  return new Set(rows.map((row) => row.sessionId));
}

export async function openGap(ctx: Ctx, sessionId: string, at: Date): Promise<void> {
  await sql`insert into live.gaps (session_id, from_at) values (${sessionId}, ${at}) on conflict do nothing`.execute(ctx.db);
}

export async function closeGap(ctx: Ctx, sessionId: string, at: Date): Promise<void> {
  await sql`update live.gaps set to_at = greatest(from_at, ${at}::timestamptz) where session_id = ${sessionId} and to_at is null`.execute(
    ctx.db,
  );
}

/** There was no gap after all. */
export async function dropGap(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db.deleteFrom('live.gaps').where('sessionId', '=', sessionId).where('toAt', 'is', null).execute();
}

export async function readGaps(ctx: Ctx, sessionId: string) {
  return ctx.db.selectFrom('live.gaps').select(['fromAt', 'toAt']).where('sessionId', '=', sessionId).orderBy('fromAt').execute();
}
