import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether people reach this installation by https. */
    readonly isPublicHttps: () => boolean;
  }
  interface FastifyRequest {
    /** Marks the one set of styles and scripts this page may run. */
    readonly cspNonce: string;
  }
}

/** Headers of every answer, and the refusal of writes that come from other sites. */
export function protect(http: FastifyInstance, isHttps: () => boolean): void {
  http.decorate('isPublicHttps', isHttps);
  // Only pages ask for it; a draw of random bytes for every call of the API would be a part of a cheap one that is felt.
  const nonces = new WeakMap<FastifyRequest, string>();
  http.decorateRequest('cspNonce', {
    getter(this: FastifyRequest) {
      const nonce = nonces.get(this) ?? randomBytes(16).toString('base64url');
      nonces.set(this, nonce);
      return nonce;
    },
  });
  http.addHook('onRequest', async (request, reply) => {
    reply.headers(guardHeaders(isHttps()));
    // `GET http://elsewhere/…` is for proxies, which this is not; nothing behind here expects a host in an address.
    // A NUL is in no name of anything, and no text of PostgreSQL.
    if (!request.url.startsWith('/') || /^[^?]*%00/.test(request.url)) throw problem('not_found');
    refuseCrossSite(request);
  });
}

/** Headers of every answer: what a browser must not guess, frame or leak. */
export function guardHeaders(isHttps: boolean): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=()',
    ...(isHttps && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

/** For HTML pages: nothing inline runs but what carries this request's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ');
}

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The session cookie is SameSite=Lax, which already keeps other sites from posting with it; this is the second lock:
 * a browser's write must say it comes from this origin. Programs that are not browsers send neither header.
 */
function refuseCrossSite(request: FastifyRequest): void {
  if (!writes.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw problem('cross_site');
  const { origin } = request.headers;
  if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host && URL.parse(origin)?.host !== request.host)
    throw problem('cross_site');
}

/** Compares secrets in constant time, whatever their lengths. */
export function isSameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
