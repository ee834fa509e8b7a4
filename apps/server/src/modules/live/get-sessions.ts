import type { Ctx } from '#platform/ctx';
import { readSessions, readSessionsOfScenes, type Session } from './store.ts';

export async function getSessions(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Session>> {
  return new Map((await readSessions(ctx, ids)).map((session) => [session.id, session]));
}

/** Sessions by the id of their scene. */
export async function getSessionsOfScenes(ctx: Ctx, sceneIds: readonly string[]): Promise<Map<string, Session>> {
  return new Map((await readSessionsOfScenes(ctx, sceneIds)).map((session) => [session.sceneId, session]));
}
