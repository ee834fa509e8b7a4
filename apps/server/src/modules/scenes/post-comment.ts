import { requirePictures } from '#modules/media';
import type { App } from '#platform/app';
import { createCombiner, type Combiner } from '#platform/combiner';
import { systemActor } from '#platform/ctx';
import { knownCaller, type Caller, type KnownCaller } from '#platform/http/access';
import { problem } from '#platform/problem';
import { createTokenBuckets } from '#platform/live/token-buckets';
import type { Door } from './door.ts';
import type { SceneRole } from './extension-points.ts';
import { checkWords, hashText, type WordRule } from './rules.ts';
import { readWordRules } from './store-scene-state.ts';
import { writeComments, type CommentRequest } from './write-comments.ts';

export interface CommentInput {
  readonly text: string;
  readonly clientId: string;
  readonly pictureIds?: readonly string[];
}

/** Everything one server needs to take comments. */
export interface Comments {
  post(caller: Caller, sceneId: string, input: CommentInput): Promise<{ seq: number }>;
  /** After somebody joined, left or was removed: their right to speak is asked for again. */
  forget(accountId: string): void;
  drain(): Promise<void>;
}

/** A person may say five things at once and one a second after. */
const burstMax = 5;
const perSecond = 1;
/** A right to speak is asked for again after this; mutes are looked at with every comment. */
const roleKeptMs = 3000;
const rolesMax = 20_000;
/** Comments whose turn is remembered, for those sent again. */
const attemptsMax = 20_000;
const wordsKeptMs = 10_000;

export function createComments(app: App, door: Door): Comments {
  const buckets = createTokenBuckets({ burst: burstMax, perSecond });
  // One lane: comments of this server stand in their scene's log in the order they came.
  const combiner: Combiner<CommentRequest, { seq: number }> = createCombiner(
    (requests) => app.transact(systemActor, (ctx) => writeComments(ctx, requests)),
    { batchMax: 500, lanes: 1, queueMax: 5000, keyOf: ({ sceneId }) => sceneId },
  );
  const attempts = new Set<string>();
  const inTurn = createTurns();
  const roles = new Map<string, { role: SceneRole; until: number }>();
  let words: { rules: readonly WordRule[]; until: number } = { rules: [], until: 0 };

  function remember(attempt: string): void {
    attempts.add(attempt);
    // A set keeps its order: the oldest go.
    if (attempts.size > attemptsMax)
      for (const oldest of attempts) {
        attempts.delete(oldest);
        break;
      }
  }

  async function roleToSpeak(caller: Caller & { accountId: string }, sceneId: string): Promise<SceneRole> {
    const name = `${caller.accountId} ${sceneId}`;
    const kept = roles.get(name);
    if (kept !== undefined && kept.until > Date.now()) return kept.role;
    const { role, refusal } = await door(sceneId, caller);
    if (refusal !== null) throw problem(refusal);
    if (roles.size >= rolesMax) roles.clear();
    roles.set(name, { role, until: Date.now() + roleKeptMs });
    return role;
  }

  async function judge(caller: KnownCaller, sceneId: string, input: Required<CommentInput>): Promise<CommentRequest> {
    const { text, clientId, pictureIds } = input;
    const role = await roleToSpeak(caller, sceneId);
    if (pictureIds.length > 0) {
      if (role === 'visitor') throw problem('members_only');
      await requirePictures(app.read(caller), pictureIds);
    }
    const checked = checkWords(text, await wordRules());
    if (checked.isRefused) throw problem('words_refused');
    return { sceneId, accountId: caller.accountId, role, text: checked.text, textHash: hashText(text), clientId, pictureIds };
  }

  async function wordRules(): Promise<readonly WordRule[]> {
    if (words.until < Date.now()) words = { rules: await readWordRules(app.read(systemActor)), until: Date.now() + wordsKeptMs };
    return words.rules;
  }

  return {
    async post(caller, sceneId, { text, clientId, pictureIds = [] }) {
      const known = knownCaller(caller);
      // Taken first: what is refused for its words has used its turn as well. A comment sent again after an interruption
      // has had its turn.
      const waitMs = attempts.has(`${known.accountId} ${clientId}`) ? 0 : buckets.take(known.accountId, Date.now());
      if (waitMs > 0) throw problem('comment_too_fast', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
      remember(`${known.accountId} ${clientId}`);
      return combiner.submit(await inTurn(known.accountId, judge(known, sceneId, { text, clientId, pictureIds })));
    },
    forget(accountId) {
      for (const name of roles.keys()) if (name.startsWith(`${accountId} `)) roles.delete(name);
    },
    drain: () => combiner.drain(),
  };
}

/** Judging takes longer for some: what a person says first stands first all the same. */
function createTurns(): <T>(accountId: string, judged: Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (accountId, judged) => {
    // An error is heard by whoever said it, once those before it are judged.
    judged.catch(() => {});
    const before = last.get(accountId);
    const judge = () => judged;
    const turn = before === undefined ? judged : before.then(judge, judge);
    const forget = () => void (last.get(accountId) === turn && last.delete(accountId));
    last.set(accountId, turn);
    turn.then(forget, forget);
    return turn;
  };
}
