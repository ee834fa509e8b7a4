import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { record } from '#modules/audit';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { isOver } from './rules.ts';
import { lockSession, readKeyHash, readSessions, writeKey } from './store.ts';

/** 24 random bytes: unguessable, and short enough to type into an encoder. */
const keyBytes = 24;
const hashOf = (key: string) => createHash('sha256').update(key).digest('base64url');

/** A new key; the one before stops working. It leaves the server this once. */
export async function makeStreamKey(ctx: Ctx, sessionId: string): Promise<string> {
  const session = await lockSession(ctx, sessionId);
  if (session === undefined) throw problem('not_found');
  if (isOver(session.state)) throw problem('session_over');
  const key = randomBytes(keyBytes).toString('base64url');
  await writeKey(ctx, { sessionId, keyHash: hashOf(key), madeBy: ctx.actor.accountId });
  await record(ctx, { shopId: session.shopId, action: 'stream-key.made', targetId: sessionId, detail: {} });
  return key;
}

export type PublishVerdict = { readonly allow: true; readonly sessionId: string } | { readonly allow: false; readonly reason: string };

/** May this stream be published with this key? The same time and the same words for an unknown stream and a wrong key. */
export async function judgePublish(ctx: Ctx, { streamName, key }: { streamName: string; key: string }): Promise<PublishVerdict> {
  const [session] = await readSessions(ctx, [streamName]);
  const expected = (await readKeyHash(ctx, streamName)) ?? hashOf(randomBytes(keyBytes).toString('base64url'));
  const isRight = timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(expected));
  if (session === undefined) return { allow: false, reason: 'wrong stream or key' };
  // The key is gone with the session, so a host who is late learns only that it is over.
  if (isOver(session.state)) return { allow: false, reason: 'this session is over' };
  return isRight ? { allow: true, sessionId: session.id } : { allow: false, reason: 'wrong stream or key' };
}
