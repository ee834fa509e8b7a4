import { setTimeout as delay } from 'node:timers/promises';
import type { MediaLog } from './log.ts';
import type { IngestProtocol } from './tracks.ts';
import { isMediaName } from './tracks.ts';

type HookKind = 'started' | 'interrupted' | 'resumed' | 'ended' | 'recorded' | 'warning';
type HookBody = { sessionId: string } & Record<string, unknown>;
type AuthorizeRequest = { streamName: string; key: string; protocol: IngestProtocol; remoteIp: string };
type AuthorizeAnswer = { isAllowed: true; sessionId: string } | { isAllowed: false; reason: string };

export type MediaHooks = {
  authorizePublish(request: AuthorizeRequest): Promise<AuthorizeAnswer>;
  /** Queues an event. Those of one session arrive in order, each as often as it takes. Resolves once it was taken in, or turned away for good; never, when it was lost. */
  send(kind: HookKind, body: HookBody): Promise<void>;
  /** The latest figures; if they do not arrive, the next ones will. */
  sendStats(body: HookBody): void;
  /** Waits until what is queued was delivered, at most so long. */
  flush(timeoutMs: number): Promise<void>;
};
export type HookOptions = { url: string; secret: string; log: MediaLog; answerWithinMs?: number; retryFirstMs?: number };

const ANSWER_MAX_BYTES = 64 * 1024;
/** Somebody who guesses keys must not keep the web process busy. */
const ASKING_MAX = 64;
const RETRY_MAX_MS = 10_000;
/** A web process that is away for hours must not fill this one's memory. */
const QUEUE_MAX = 10_000;
/** The web process understood and will not take it; repeating changes nothing. */
const FINAL_STATUS = new Set([400, 404, 409, 410, 422]);

/** Speaks to the web process. Asking fails closed; telling never blocks the media. */
export function createMediaHooks(options: HookOptions): MediaHooks {
  const { log } = options;
  const queues = new Map<string, Promise<void>>();
  let queuedCount = 0;
  const statsBusy = new Set<string>();
  let askingCount = 0;

  const post = (kind: string, body: unknown) => postHook(options, kind, body);

  const deliver = async (kind: HookKind, body: HookBody): Promise<void> => {
    for (let waitMs = options.retryFirstMs ?? 250; ; waitMs = Math.min(waitMs * 2, RETRY_MAX_MS)) {
      try {
        const response = await post(kind, body);
        await response.arrayBuffer();
        if (response.ok) return;
        if (FINAL_STATUS.has(response.status)) {
          log.error('hook refused', { kind, sessionId: body.sessionId, status: response.status });
          return;
        }
        log.warn('hook failed', { kind, sessionId: body.sessionId, status: response.status });
      } catch (error) {
        log.warn('hook not reachable', { kind, sessionId: body.sessionId, error: String(error) });
      }
      await delay(waitMs, undefined, { ref: false });
    }
  };

  return {
    async authorizePublish(request) {
      if (askingCount >= ASKING_MAX) return { isAllowed: false, reason: 'too many publishers are being checked' };
      askingCount += 1;
      try {
        const response = await post('authorize-publish', request);
        return readAnswer(response.status, await readBounded(response));
      } catch (error) {
        log.warn('authorize-publish failed, publisher refused', { streamName: request.streamName, error: String(error) });
        return { isAllowed: false, reason: 'publishing cannot be checked now' };
      } finally {
        askingCount -= 1;
      }
    },
    send(kind, body) {
      if (queuedCount >= QUEUE_MAX) {
        log.error('hook queue is full, event lost', { kind, sessionId: body.sessionId });
        return new Promise(() => {});
      }
      queuedCount += 1;
      const before = queues.get(body.sessionId) ?? Promise.resolve();
      const mine = before
        .then(() => deliver(kind, body))
        .finally(() => {
          queuedCount -= 1;
          if (queues.get(body.sessionId) === mine) queues.delete(body.sessionId);
        });
      queues.set(body.sessionId, mine);
      return mine;
    },
    sendStats(body) {
      if (statsBusy.has(body.sessionId)) return;
      statsBusy.add(body.sessionId);
      // Lost figures are replaced by the next ones five seconds later.
      void post('stats', body)
        .then((response) => response.arrayBuffer())
        .catch(() => {})
        .finally(() => {
          statsBusy.delete(body.sessionId);
        });
    },
    async flush(timeoutMs) {
      await Promise.race([Promise.all(queues.values()), delay(timeoutMs)]);
    },
  };
}

function postHook({ url, secret, answerWithinMs }: HookOptions, kind: string, body: unknown): Promise<Response> {
  return fetch(`${url}/${kind}`, {
    method: 'POST',
    redirect: 'error',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithinMs ?? 2_000),
  });
}

/** Only a 200 with exactly the agreed yes is a yes. */
function readAnswer(status: number, text: string): AuthorizeAnswer {
  const refused = (reason: string): AuthorizeAnswer => ({ isAllowed: false, reason });
  if (status !== 200) return refused('publishing is refused');
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null) return refused('publishing is refused');
  const { allow, sessionId, reason } = answer as { allow?: unknown; sessionId?: unknown; reason?: unknown };
  if (allow === true && typeof sessionId === 'string' && isMediaName(sessionId)) return { isAllowed: true, sessionId };
  return refused(typeof reason === 'string' && reason !== '' ? reason.slice(0, 200) : 'publishing is refused');
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > ANSWER_MAX_BYTES) throw new Error('answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
