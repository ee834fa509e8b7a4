import type { Ctx } from '#platform/ctx';
import { readSessions, type Session } from './store.ts';

export async function getSessions(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Session>> {
  return new Map((await readSessions(ctx, ids)).map((session) => [session.id, session]));
}
