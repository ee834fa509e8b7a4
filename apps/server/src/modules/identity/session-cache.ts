import type { Session } from './store.ts';

/** A page load is a dozen requests and a live room thousands a second; other processes learn of an end within this. */
const keepMs = 5_000;
const sizeMax = 50_000;

export interface SessionCache {
  get(tokenHash: string, now: Date): Session | undefined;
  keep(tokenHash: string, session: Session, now: Date): void;
  forget(accountId: string): void;
}

export function createSessionCache(): SessionCache {
  const kept = new Map<string, { session: Session; until: number }>();
  const tokensOf = new Map<string, Set<string>>();
  return {
    get(tokenHash, now) {
      const found = kept.get(tokenHash);
      return found !== undefined && found.until > now.getTime() && found.session.expiresAt > now ? found.session : undefined;
    },
    keep(tokenHash, session, now) {
      if (kept.size >= sizeMax) {
        kept.clear();
        tokensOf.clear();
      }
      kept.set(tokenHash, { session, until: now.getTime() + keepMs });
      const tokens = tokensOf.get(session.accountId) ?? new Set();
      tokensOf.set(session.accountId, tokens.add(tokenHash));
    },
    forget(accountId) {
      for (const token of tokensOf.get(accountId) ?? []) kept.delete(token);
      tokensOf.delete(accountId);
    },
  };
}
