import type { JobHandler } from '#platform/app';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { codeLifeMs, codeResendMs, limits } from './rules.ts';
import { hashCode, newCode, sealCode, unsealCode } from './secrets.ts';
import { insertCode } from './store.ts';
import { countTries } from './throttle.ts';

export const sendCodeJob = 'identity.send-code';

/** Makes a code and lets a job send it. A refused request counts nowhere: nothing was sent. */
export async function sendCode(
  ctx: Ctx,
  { phone, ip, secret }: { phone: string; ip: string; secret: string },
): Promise<{ resendAfterSeconds: number; expiresInSeconds: number }> {
  const code = newCode();
  const nowMs = ctx.now.getTime();
  const expiresAt = new Date(nowMs + codeLifeMs);
  const kept = await insertCode(ctx, { phone, codeHash: hashCode(secret, phone, code), expiresAt }, new Date(nowMs - codeResendMs));
  if (kept !== 'kept')
    throw problem('code_too_soon', { retryAfterSeconds: Math.max(1, Math.ceil((kept.sentAt.getTime() + codeResendMs - nowMs) / 1000)) });
  const refused = await countTries(ctx, [
    { subject: `code-phone-hour:${phone}`, limit: limits.codesPerPhoneAndHour },
    { subject: `code-phone-day:${phone}`, limit: limits.codesPerPhoneAndDay },
    { subject: `code-ip:${ip}`, limit: limits.codesPerIp },
  ]);
  if (refused !== undefined) throw refused;
  // A newer code replaces one that still waits to be sent.
  await ctx.addJobs({
    name: sendCodeJob,
    key: `${sendCodeJob}:${phone}`,
    attemptsMax: 5,
    payload: { phone, sealed: sealCode(secret, phone, code), expiresAt: expiresAt.toISOString() },
  });
  return { resendAfterSeconds: codeResendMs / 1000, expiresInSeconds: codeLifeMs / 1000 };
}

/** Hands a code to the SMS provider; one that expired while the provider was away is not sent at all. */
export const runSendCode: JobHandler = async (app, payload) => {
  const { phone, sealed, expiresAt } = payload as { phone: string; sealed: string; expiresAt: string };
  if (new Date(expiresAt) <= app.clock.now()) return;
  await app.ports.sms.sendCode(phone, unsealCode(app.secret, phone, sealed));
};
