import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { Caller } from '#platform/http/access';
import { createReader } from '#platform/reader';
import { sessionLifeMs, sessionTouchMs } from './rules.ts';
import { hashToken } from './secrets.ts';
import { createSessionCache, type SessionCache } from './session-cache.ts';
import { readSessions, touchLogin, type Session } from './store.ts';

export const sessionCookie = 'tuanzi_session';

/** What is known of sessions without asking, and the way to ask. */
interface Sessions {
  readonly cache: SessionCache;
  readonly read: (tokenHash: string) => Promise<Session | undefined>;
}
const sessionsOf = new Map<App, Sessions>();

/** Finds out who sent a request, by its session cookie. */
export function identifyCaller(app: App): (request: FastifyRequest) => Promise<Caller> {
  return async (request) => callerOf(app, request.headers, request.ip);
}

/** The same for what is not a Fastify request, such as the upgrade to a WebSocket. */
export function identifyHeaders(app: App, headers: IncomingHttpHeaders, ip = ''): Promise<Caller> {
  return callerOf(app, headers, ip);
}

/** Told whose sessions ended or changed, after the commit. */
const listeners = new Set<(accountId: string) => void>();

/** After the commit of anything that ends or changes sessions, so that this process acts on it at once. */
export function forgetSessions(accountId: string): void {
  for (const { cache } of sessionsOf.values()) cache.forget(accountId);
  for (const listener of listeners) listener(accountId);
}

/** For what goes on after a request was answered, such as a socket. Returns how to stop listening. */
export function onSessionsChanged(listener: (accountId: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
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
  const { cache, read } = openSessions(app);
  const kept = cache.get(tokenHash, now);
  if (kept !== undefined) return kept;
  const generation = cache.generation();
  const found = await read(tokenHash);
  if (found === undefined) return undefined;
  cache.keep(tokenHash, found, { now, generation });
  if (now.getTime() - found.lastSeenAt.getTime() > sessionTouchMs)
    await touchLogin(app.database.db, found.loginId, { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionLifeMs) });
  return found;
}

function openSessions(app: App): Sessions {
  const known = sessionsOf.get(app);
  if (known !== undefined) return known;
  const made = { cache: createSessionCache(), read: createReader(app, readSessions) };
  sessionsOf.set(app, made);
  app.onClose(async () => void sessionsOf.delete(app));
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
