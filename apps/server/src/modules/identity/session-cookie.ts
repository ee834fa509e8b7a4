import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from './identify.ts';

/** The longest a browser keeps a cookie; the server decides when the session ends. */
const keepSeconds = 400 * 24 * 3600;

/** Where people come by https a cookie never travels without it, also when a proxy that ends TLS says nothing of it. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.server.isPublicHttps();
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request), maxAge: keepSeconds });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(request) });
}
