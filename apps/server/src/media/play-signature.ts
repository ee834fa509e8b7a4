import { createHmac, timingSafeEqual } from 'node:crypto';

export type PlaySignature = { exp: number; sig: string };

/** Signs the right to play one live session or one recording until `exp` (unix seconds). */
export function signPlay(secret: string, mediaId: string, exp: number): PlaySignature {
  return { exp, sig: signatureOf(secret, mediaId, exp) };
}

/** The query string a play URL carries. */
export function playQuery(signature: PlaySignature): string {
  return `exp=${signature.exp}&sig=${signature.sig}`;
}

/** True only for a whole, matching, unexpired signature. */
export function verifyPlay(secret: string, mediaId: string, query: URLSearchParams, nowMs: number): boolean {
  const exp = query.get('exp') ?? '';
  const sig = query.get('sig') ?? '';
  if (secret === '' || !/^\d{1,12}$/.test(exp) || !/^[\w-]{43}$/.test(sig)) return false;
  if (Number(exp) * 1000 <= nowMs) return false;
  return timingSafeEqual(Buffer.from(sig), Buffer.from(signatureOf(secret, mediaId, Number(exp))));
}

function signatureOf(secret: string, mediaId: string, exp: number): string {
  return createHmac('sha256', secret).update(`${mediaId}\n${exp}`).digest('base64url');
}
