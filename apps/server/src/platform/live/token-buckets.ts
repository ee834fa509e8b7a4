export interface TokenBuckets {
  /** Takes one token (or `cost`); answers how long to wait when there is none, 0 when taken. */
  take(key: string, nowMs: number, cost?: number): number;
}

/** Buckets kept at most; those that would be full again are forgotten first. */
const bucketsMax = 50_000;

/** `burst` at once, `perSecond` after that, for each key by itself. In memory: it protects this process. */
export function createTokenBuckets({ burst, perSecond }: { burst: number; perSecond: number }): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function forgetFull(nowMs: number): void {
    for (const [key, bucket] of buckets) if (bucket.tokens + ((nowMs - bucket.at) / 1000) * perSecond >= burst) buckets.delete(key);
    // All of them in use at once: forgetting can only forgive.
    if (buckets.size >= bucketsMax) buckets.clear();
  }

  return {
    take(key, nowMs, cost = 1) {
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        if (buckets.size >= bucketsMax) forgetFull(nowMs);
        bucket = { tokens: burst, at: nowMs };
        buckets.set(key, bucket);
      }
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond);
      bucket.at = nowMs;
      if (bucket.tokens < cost) return ((cost - bucket.tokens) / perSecond) * 1000;
      bucket.tokens -= cost;
      return 0;
    },
  };
}
