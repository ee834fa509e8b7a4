import { z } from 'zod';
import type { App } from '#platform/app';
import { systemActor, type Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { kickPublisher } from './kick-publisher.ts';
import { isOver, keepWarnings } from './rules.ts';
import { goOn, losePicture } from './run-session.ts';
import { lockSession, readSessions, updateSession, type Session } from './store.ts';
import { closeGap, dropGap, readHealth, writeHealth, writeRecording } from './store-media.ts';
import { judgePublish, type PublishVerdict } from './stream-key.ts';

const protocol = z.enum(['rtmp', 'whip', 'webcodecs']);
const size = z.int().min(0).max(100_000);
const report = z.object({
  sessionId: z.string().max(64),
  at: z.iso.datetime().optional(),
  protocol: protocol.optional(),
  codec: z.string().max(40).optional(),
  width: size.optional(),
  height: size.optional(),
  hasAudio: z.boolean().optional(),
  reason: z.string().max(200).optional(),
  detail: z.string().max(500).optional(),
});
type Report = z.output<typeof report>;
const bodies = {
  'authorize-publish': z.object({ streamName: z.string().max(200), key: z.string().max(200), protocol, remoteIp: z.string().max(60) }),
  recorded: z.object({
    sessionId: z.string().max(64),
    recordingId: z.string().regex(/^[a-z]{2,4}_[0-9A-Za-z]{8,40}$/),
    file: z.string().max(200),
    bytes: z.int().min(0),
    durationMs: z.int().min(0),
    startedAt: z.iso.datetime(),
  }),
  stats: z.object({
    sessionId: z.string().max(64),
    bitrateKbps: z.number().min(0),
    fps: z.number().min(0),
    gopMs: z.number().min(0),
    viewers: z.int().min(0),
    codec: z.string().max(40),
    droppedFrames: z.int().min(0),
  }),
};

/** Answers the media server. Reports may come again, and late: each is judged by what the session is now. */
export async function hearMedia(app: App, kind: string, body: unknown): Promise<PublishVerdict | { allow: true }> {
  if (kind === 'authorize-publish') return judgePublish(app.read(systemActor), parse(bodies[kind], body));
  await app.transact(systemActor, (ctx) => hearReport(ctx, kind, body));
  return { allow: true };
}

async function hearReport(ctx: Ctx, kind: string, body: unknown): Promise<void> {
  switch (kind) {
    case 'started':
    case 'resumed':
      return hearPicture(ctx, parse(report, body));
    case 'interrupted':
    // The media server has given up waiting; the host may still come back, with a new stream.
    case 'ended':
      return hearSilence(ctx, parse(report, body));
    case 'warning':
      return hearWarning(ctx, parse(report, body));
    case 'recorded':
      return hearRecorded(ctx, parse(bodies.recorded, body));
    case 'stats':
      return hearStats(ctx, parse(bodies.stats, body));
    default:
      throw problem('not_found');
  }
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw problem('invalid_input', {
    errors: result.error.issues.map((issue) => ({ in: 'body', path: issue.path.join('.'), code: issue.code, message: issue.message })),
  });
}

/** There is a picture. One that comes after the end, because its start was told late, is cut off again. */
async function hearPicture(ctx: Ctx, { sessionId, at, width, height, ...stream }: Report): Promise<void> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined || isOver(session.state)) return kickPublisher(ctx, sessionId, 'this session is over');
  await closeGap(ctx, sessionId, at === undefined ? ctx.now : new Date(at));
  const known = {
    ...(stream.protocol !== undefined && { protocol: stream.protocol }),
    ...(stream.codec !== undefined && { codec: stream.codec }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
  await writeHealth(ctx, sessionId, { isPublishing: true, ...known });
  if (width !== undefined && height !== undefined) await updateSession(ctx, sessionId, { isLandscape: width > height });
  await goOn(ctx, session);
}

/** The picture is gone. The session goes on until the host ends it, comes back, or stays away too long. */
async function hearSilence(ctx: Ctx, { sessionId, at }: Report): Promise<void> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined || isOver(session.state)) return;
  await writeHealth(ctx, sessionId, { isPublishing: false, viewers: 0 });
  await losePicture(ctx, session, at === undefined ? ctx.now : new Date(at));
}

async function hearWarning(ctx: Ctx, { sessionId, reason = 'unknown', detail }: Report): Promise<void> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined) return;
  const health = await readHealth(ctx, sessionId);
  await writeHealth(ctx, sessionId, {
    warnings: keepWarnings(health?.warnings ?? [], detail === undefined ? reason : `${reason}: ${detail}`),
  });
}

/** Recordings come after the end as well, and after a crash long after it. */
async function hearRecorded(
  ctx: Ctx,
  { sessionId, recordingId, startedAt, ...recording }: z.output<typeof bodies.recorded>,
): Promise<void> {
  if ((await requireKnown(ctx, sessionId)) === undefined) return;
  await writeRecording(ctx, { ...recording, id: recordingId, sessionId, startedAt: new Date(startedAt) });
}

async function hearStats(ctx: Ctx, { sessionId, bitrateKbps, fps, gopMs, viewers, codec }: z.output<typeof bodies.stats>): Promise<void> {
  const session = await requireKnown(ctx, sessionId);
  if (session === undefined || isOver(session.state)) return;
  if (session.state === 'interrupted') await hearAgain(ctx, sessionId);
  await writeHealth(ctx, sessionId, {
    bitrateKbps: Math.round(bitrateKbps),
    fps,
    gopMs: Math.round(gopMs),
    viewers,
    ...(codec !== '' && { codec }),
  });
}

/**
 * Figures are sent of live streams only. A stream that was taken for gone because nothing was heard of it was there all
 * along, and so it is in the recording; one that was told to be gone stays so until its return is told.
 */
async function hearAgain(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockSession(ctx, sessionId);
  if (session?.state !== 'interrupted' || (await readHealth(ctx, sessionId))?.isPublishing !== true) return;
  await dropGap(ctx, sessionId);
  await goOn(ctx, session);
}

async function requireKnown(ctx: Ctx, sessionId: string): Promise<Session | undefined> {
  const [session] = await readSessions(ctx, [sessionId]);
  if (session === undefined) ctx.log.warn({ sessionId }, 'the media server reports a session that is not ours');
  return session;
}
