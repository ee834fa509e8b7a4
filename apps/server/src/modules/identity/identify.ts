import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { Caller } from '#platform/http/access';
import { sessionLifeMs, sessionTouchMs } from './rules.ts';
import { hashToken } from './secrets.ts';
import { createSessionCache, type SessionCache } from './session-cache.ts';
import { readSession, touchLogin, type Session } from './store.ts';

export const sessionCookie = 'tuanzi_session';

const caches = new Map<App, SessionCache>();

/** Finds out who sent a request, by its session cookie. */
export function identifyCaller(app: App): (request: FastifyRequest) => Promise<Caller> {
  return async (request) => callerOf(app, request.headers, request.ip);
}

/** The same for what is not a Fastify request, such as the upgrade to a WebSocket. */
export function identifyHeaders(app: App, headers: IncomingHttpHeaders, ip = ''): Promise<Caller> {
  return callerOf(app, headers, ip);
}

/** After the commit of anything that ends or changes sessions, so that this process acts on it at once. */
export function forgetSessions(accountId: string): void {
  for (const cache of caches.values()) cache.forget(accountId);
}

async function callerOf(app: App, headers: IncomingHttpHeaders, ip: string): Promise<Caller> {
  const token = headers.cookie === undefined ? undefined : readCookie(headers.cookie);
  const session = token === undefined ? undefined : await findSession(app, token);
  const locale = askedLocale(headers) ?? session?.locale ?? 'zh';
  if (session === undefined) return { accountId: null, kind: 'anonymous', loginId: null, isPlatformAdmin: false, locale, ip };
  return {
    accountId: session.accountId,
    kind: session.kind,
    loginId: session.loginId,
    isPlatformAdmin: session.isPlatformAdmin,
    locale,
    ip,
  };
}

async function findSession(app: App, token: string): Promise<Session | undefined> {
  const tokenHash = hashToken(token);
  const now = app.clock.now();
  const cache = cacheOf(app);
  const kept = cache.get(tokenHash, now);
  if (kept !== undefined) return kept;
  const generation = cache.generation();
  const found = await readSession(app.database.db, tokenHash, now);
  if (found === undefined) return undefined;
  cache.keep(tokenHash, found, { now, generation });
  if (now.getTime() - found.lastSeenAt.getTime() > sessionTouchMs)
    await touchLogin(app.database.db, found.loginId, { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionLifeMs) });
  return found;
}

function cacheOf(app: App): SessionCache {
  const known = caches.get(app);
  if (known !== undefined) return known;
  const made = createSessionCache();
  caches.set(app, made);
  app.onClose(async () => void caches.delete(app));
  return made;
}

// Our tokens are 43 characters of base64url and need no decoding; anything else is not worth a query.
function readCookie(header: string): string | undefined {
  return /(?:^|;\s*)tuanzi_session=([\w-]{43})(?:;|$)/.exec(header)?.[1];
}

function askedLocale(headers: IncomingHttpHeaders): 'zh' | 'en' | undefined {
  const asked = headers['x-locale'] ?? headers['accept-language'];
  if (typeof asked !== 'string' || asked === '') return undefined;
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh';
}
