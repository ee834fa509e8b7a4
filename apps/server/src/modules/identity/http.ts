import { identity } from '@tuanzi/contract/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#platform/app';
import type { Caller } from '#platform/http/access';
import { mount, type Handlers } from '#platform/http/mount';
import { problem } from '#platform/problem';
import { changePassword } from './change-password.ts';
import { createGuest } from './create-account.ts';
import { endSessions, openSession, type OpenedSession } from './open-session.ts';
import { presentAddress, presentLogin, presentMe } from './present.ts';
import { deviceName } from './rules.ts';
import { addAddress, changeAddress, removeAddress } from './save-address.ts';
import { sendCode } from './send-code.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { checkPassword, countPasswordTry, signInByEmail, signInByPhone, type SignInVerdict } from './sign-in.ts';
import { readAddresses, readLogins, updateAccount } from './store.ts';

const done = { ok: true } as const;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly caller: Caller;
}

export function identityRoutes(app: App, http: FastifyInstance): void {
  const welcome = async (session: OpenedSession, { request, reply, caller }: Exchange) => {
    setSessionCookie(request, reply, session.token);
    return presentMe(app.read(caller), session.accountId);
  };
  const admit = (verdict: SignInVerdict, exchange: Exchange) => {
    if ('refused' in verdict) throw verdict.refused;
    return welcome(verdict.session, exchange);
  };
  mount(http, identity, {
    'GET /api/me': async ({ caller }) => ({
      me: caller.accountId === null ? null : await presentMe(app.read(caller), caller.accountId),
      now: app.clock.now().toISOString(),
    }),
    'PATCH /api/me': async ({ body: { nickname, locale }, caller }) => {
      const change = { ...(nickname !== undefined && { nickname }), ...(locale !== undefined && { locale }) };
      if (Object.keys(change).length > 0) await app.transact(caller, (ctx) => updateAccount(ctx, caller.accountId, change));
      return presentMe(app.read(caller), caller.accountId);
    },
    'POST /api/auth/guest': async ({ body, caller, request, reply }) => {
      // Two tabs opened at once both ask; whoever has a session keeps it.
      if (caller.accountId !== null) return presentMe(app.read(caller), caller.accountId);
      const session = await app.transact(caller, async (ctx) =>
        openSession(ctx, { accountId: (await createGuest(ctx, body)).id, device: deviceOf(request) }),
      );
      return welcome(session, { request, reply, caller });
    },
    'POST /api/auth/phone/code': ({ body, caller }) =>
      app.transact(caller, (ctx) => sendCode(ctx, { phone: body.phone, ip: caller.ip, secret: app.secret })),
    'POST /api/auth/phone/sign-in': async ({ body, caller, request, reply }) => {
      const asked = { ...body, caller, device: deviceOf(request), secret: app.secret };
      const verdict = await app.transact(caller, (ctx) => signInByPhone(ctx, asked));
      return admit(verdict, { request, reply, caller });
    },
    'POST /api/auth/email/sign-in': async ({ body, caller, request, reply }) => {
      const refused = await app.transact(caller, (ctx) => countPasswordTry(ctx, { email: body.email, ip: caller.ip }));
      if (refused !== undefined) throw refused;
      const checked = await checkPassword(app.read(caller), body);
      const verdict = await app.transact(caller, (ctx) =>
        signInByEmail(ctx, { ...checked, email: body.email, caller, device: deviceOf(request) }),
      );
      return admit(verdict, { request, reply, caller });
    },
    'POST /api/auth/sign-out': async ({ caller, request, reply }) => {
      const { accountId, loginId } = caller;
      if (accountId !== null && loginId !== null) await app.transact(caller, (ctx) => endSessions(ctx, { accountId, loginId }));
      clearSessionCookie(request, reply);
      return done;
    },
    'GET /api/me/sessions': async ({ caller }) => ({
      items: (await readLogins(app.read(caller), caller.accountId)).map((row) => presentLogin(row, caller.loginId)),
    }),
    'DELETE /api/me/sessions': async ({ caller }) => {
      const { accountId, loginId } = caller;
      if (loginId !== null) await app.transact(caller, (ctx) => endSessions(ctx, { accountId, exceptLoginId: loginId }));
      return done;
    },
    'PUT /api/me/password': async ({ body, caller, request, reply }) => {
      const session = await changePassword(app, caller, { ...body, device: deviceOf(request) });
      setSessionCookie(request, reply, session.token);
      return done;
    },
    'DELETE /api/me/sessions/{loginId}': async ({ params, caller, request, reply }) => {
      const ended = await app.transact(caller, (ctx) => endSessions(ctx, { accountId: caller.accountId, loginId: params.loginId }));
      if (ended === 0) throw problem('not_found');
      if (params.loginId === caller.loginId) clearSessionCookie(request, reply);
      return done;
    },
    ...addressRoutes(app),
  });
}

function deviceOf(request: FastifyRequest): string {
  return deviceName(request.headers['user-agent']);
}

type AddressRoutes = Extract<keyof typeof identity, `${string}addresses${string}`>;
function addressRoutes(app: App): Pick<Handlers<typeof identity>, AddressRoutes> {
  return {
    'GET /api/me/addresses': async ({ caller }) => ({
      items: (await readAddresses(app.read(caller), caller.accountId)).map(presentAddress),
    }),
    'POST /api/me/addresses': async ({ body, caller }) =>
      presentAddress(await app.transact(caller, (ctx) => addAddress(ctx, caller.accountId, body))),
    'PUT /api/me/addresses/{addressId}': async ({ params, body, caller }) =>
      presentAddress(await app.transact(caller, (ctx) => changeAddress(ctx, caller.accountId, params.addressId, body))),
    'DELETE /api/me/addresses/{addressId}': async ({ params, caller }) => {
      await app.transact(caller, (ctx) => removeAddress(ctx, caller.accountId, params.addressId));
      return done;
    },
  };
}
