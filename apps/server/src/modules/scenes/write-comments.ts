import { sql } from 'kysely';
import { must } from '#platform/assert';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import type { SceneRole } from './extension-points.ts';
import { commentsPerTenSeconds, sameTextMs } from './rules.ts';
import { insertEntries, lockScenes, type PlacedEntry } from './store.ts';

/** A comment whose author may speak and whose words have been looked at. */
export interface CommentRequest {
  readonly sceneId: string;
  readonly accountId: string;
  readonly role: SceneRole;
  readonly text: string;
  readonly textHash: string;
  readonly clientId: string;
  readonly pictureIds: readonly string[];
}

interface Known {
  /** Sequences of comments sent before, by scene, author and clientId. */
  readonly said: Map<string, number>;
  readonly mutedUntil: Map<string, Date>;
  /** When the same words were said last, by scene, author and words. */
  readonly sameText: Map<string, Date>;
  /** Comments of the last ten seconds by author, in all scenes. */
  readonly recent: Map<string, number>;
}

const nameOf = (...parts: readonly string[]) => parts.join(' ');

/**
 * Writes the comments of one process in one transaction: each scene's row is locked once, every comment gets the next
 * sequence in order of arrival, and one insert carries them all. One comment is a batch of one.
 */
export async function writeComments(ctx: Ctx, requests: readonly CommentRequest[]): Promise<Verdict<{ seq: number }>[]> {
  const scenes = await lockScenes(
    ctx,
    requests.map((request) => request.sceneId),
  );
  const known = await readKnown(ctx, requests);
  const heads = new Map([...scenes.values()].map((scene) => [scene.id, scene.head]));
  const placed: PlacedEntry[] = [];
  const verdicts = requests.map((request): Verdict<{ seq: number }> => {
    const scene = scenes.get(request.sceneId);
    if (scene === undefined) return { ok: false, error: problem('not_found') };
    const sayingName = nameOf(request.sceneId, request.accountId, request.clientId);
    const earlier = known.said.get(sayingName);
    if (earlier !== undefined) return { ok: true, value: { seq: earlier } };
    if (scene.status === 'ended') return { ok: false, error: problem('comments_closed') };
    const refusal = refusalOf(ctx, request, known);
    if (refusal !== undefined) return { ok: false, error: refusal };
    const seq = must(heads.get(scene.id), 'every scene has a head') + 1;
    heads.set(scene.id, seq);
    known.said.set(sayingName, seq);
    known.sameText.set(nameOf(request.sceneId, request.accountId, request.textHash), ctx.now);
    known.recent.set(request.accountId, (known.recent.get(request.accountId) ?? 0) + 1);
    placed.push(entryOf(request, seq));
    return { ok: true, value: { seq } };
  });
  await Promise.all([
    insertEntries(ctx, placed),
    ctx.publish(
      'comment.posted',
      ...placed.map(({ sceneId, seq, authorId }) => ({
        sceneId,
        seq,
        accountId: must(authorId, 'a comment has an author'),
        at: ctx.now.toISOString(),
      })),
    ),
  ]);
  for (const sceneId of new Set(placed.map((entry) => entry.sceneId)))
    ctx.announce(sceneId, must(heads.get(sceneId), 'every scene has a head'));
  return verdicts;
}

function refusalOf(ctx: Ctx, request: CommentRequest, known: Known): Error | undefined {
  const until = known.mutedUntil.get(nameOf(request.sceneId, request.accountId));
  if (until !== undefined) return problem('muted', { until: until.toISOString() });
  const sameAt = known.sameText.get(nameOf(request.sceneId, request.accountId, request.textHash));
  // Pictures without much text may well say the same words twice.
  if (sameAt !== undefined && request.pictureIds.length === 0)
    return problem('comment_too_fast', { retryAfterSeconds: Math.ceil(sameTextMs / 1000) });
  if ((known.recent.get(request.accountId) ?? 0) >= commentsPerTenSeconds) return problem('comment_too_fast', { retryAfterSeconds: 10 });
  return undefined;
}

function entryOf({ sceneId, accountId, role, text, textHash, clientId, pictureIds }: CommentRequest, seq: number): PlacedEntry {
  return {
    sceneId,
    seq,
    type: 'comment',
    authorId: accountId,
    authorRole: role,
    clientId,
    textHash,
    body: { text, ...(pictureIds.length > 0 && { pictureIds }) },
  };
}

/** All that decides about the whole batch, under the locks, in three statements sent at once. */
async function readKnown(ctx: Ctx, requests: readonly CommentRequest[]): Promise<Known> {
  const sceneIds = requests.map((request) => request.sceneId);
  const authors = requests.map((request) => request.accountId);
  const since = new Date(ctx.now.getTime() - sameTextMs);
  const [said, mutes, recent] = await Promise.all([
    sql<{ sceneId: string; authorId: string; clientId: string; seq: number }>`
    select e.scene_id, e.author_id, e.client_id, e.seq from scenes.entries e
      join unnest(${sceneIds}::text[], ${authors}::text[], ${requests.map((request) => request.clientId)}::text[]) as r (scene_id, author_id, client_id)
        on e.scene_id = r.scene_id and e.author_id = r.author_id and e.client_id = r.client_id`.execute(ctx.db),
    sql<{ sceneId: string; accountId: string; until: Date }>`
    select m.scene_id, m.account_id, m.until from scenes.mutes m
      join unnest(${sceneIds}::text[], ${authors}::text[]) as r (scene_id, account_id) on m.scene_id = r.scene_id and m.account_id = r.account_id
     where m.until > ${ctx.now}`.execute(ctx.db),
    sql<{ sceneId: string; authorId: string; textHash: string; at: Date }>`
    select scene_id, author_id, text_hash, at from scenes.entries
     where author_id = any(${[...new Set(authors)]}::text[]) and at > ${since} and client_id is not null`.execute(ctx.db),
  ]);
  const tenSecondsAgo = ctx.now.getTime() - 10_000;
  const counts = new Map<string, number>();
  for (const row of recent.rows) if (row.at.getTime() > tenSecondsAgo) counts.set(row.authorId, (counts.get(row.authorId) ?? 0) + 1);
  return {
    said: new Map(said.rows.map((row) => [nameOf(row.sceneId, row.authorId, row.clientId), row.seq])),
    mutedUntil: new Map(mutes.rows.map((row) => [nameOf(row.sceneId, row.accountId), row.until])),
    sameText: new Map(recent.rows.map((row) => [nameOf(row.sceneId, row.authorId, row.textHash), row.at])),
    recent: counts,
  };
}
