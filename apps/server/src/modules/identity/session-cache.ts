import type { Session } from './store.ts';

/** A page load is a dozen requests and a live room thousands a second; other processes learn of an end within this. */
const keepMs = 5_000;
const sizeMax = 50_000;

export interface SessionCache {
  get(tokenHash: string, now: Date): Session | undefined;
  /** Taken before reading the database, handed to `keep` after it. */
  generation(): number;
  /** Keeps nothing if any session was forgotten since: what was read may be what has just ended. */
  keep(tokenHash: string, session: Session, read: { now: Date; generation: number }): void;
  forget(accountId: string): void;
}

export function createSessionCache(): SessionCache {
  const kept = new Map<string, { session: Session; until: number }>();
  const tokensOf = new Map<string, Set<string>>();
  let generation = 0;
  return {
    get(tokenHash, now) {
      const found = kept.get(tokenHash);
      return found !== undefined && found.until > now.getTime() && found.session.expiresAt > now ? found.session : undefined;
    },
    generation: () => generation,
    keep(tokenHash, session, read) {
      if (read.generation !== generation) return;
      if (kept.size >= sizeMax) {
        kept.clear();
        tokensOf.clear();
      }
      kept.set(tokenHash, { session, until: read.now.getTime() + keepMs });
      const tokens = tokensOf.get(session.accountId) ?? new Set();
      tokensOf.set(session.accountId, tokens.add(tokenHash));
    },
    forget(accountId) {
      generation += 1;
      for (const token of tokensOf.get(accountId) ?? []) kept.delete(token);
      tokensOf.delete(accountId);
    },
  };
}
