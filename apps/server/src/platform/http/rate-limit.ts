import type { FastifyReply } from 'fastify';
import { problem } from '../problem.ts';
import type { Caller } from './access.ts';

/** Counters kept at most; beyond it the table is cleared, which can only forgive. */
const bucketsMax = 100_000;

/**
 * Fixed windows of a minute per (route, caller). In memory on purpose: it protects this process; what must hold across
 * processes, such as wrong codes, is counted in the database by its module.
 */
export class RateLimiter {
  readonly #perMinuteDefault: number;
  #minute = 0;
  #counts = new Map<string, number>();

  constructor(perMinuteDefault: number) {
    this.#perMinuteDefault = perMinuteDefault;
  }

  take(route: string, perMinute: number | undefined, caller: Caller, reply: FastifyReply): void {
    const max = perMinute ?? this.#perMinuteDefault;
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.#minute || this.#counts.size > bucketsMax) {
      this.#minute = minute;
      this.#counts.clear();
    }
    const key = `${route} ${caller.accountId ?? caller.ip}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= max) return;
    const retryAfterSeconds = 60 - Math.floor((Date.now() % 60_000) / 1000);
    reply.header('retry-after', retryAfterSeconds);
    throw problem('too_many_requests', { retryAfterSeconds });
  }
}
