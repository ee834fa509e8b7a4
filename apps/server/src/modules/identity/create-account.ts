import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { nicknameFor, normaliseEmail } from './rules.ts';
import { insertAccount } from './store.ts';
import { hashPassword } from './secrets.ts';

export interface NewAccount {
  readonly nickname?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly isPlatformAdmin?: boolean | undefined;
  readonly avatarUrl?: string | null | undefined;
  readonly locale?: 'zh' | 'en' | undefined;
}

/** Somebody with a proved phone number or e-mail address. That it is free is the caller's to know: a taken one fails the transaction. */
export async function createAccount(ctx: Ctx, input: NewAccount): Promise<{ id: string; nickname: string }> {
  const id = newId('acc', ctx.now.getTime());
  const row = await insertAccount(ctx, {
    id,
    kind: 'account',
    nickname: input.nickname ?? nicknameFor(id),
    phone: input.phone ?? null,
    email: input.email === undefined ? null : normaliseEmail(input.email),
    passwordHash: input.password === undefined ? null : await hashPassword(input.password),
    isPlatformAdmin: input.isPlatformAdmin ?? false,
    avatarUrl: input.avatarUrl ?? null,
    locale: input.locale ?? null,
    createdAt: ctx.now,
  });
  await ctx.publish('account.created', { accountId: id });
  return { id: row.id, nickname: row.nickname };
}

/** Somebody who only came in. Everything they do is theirs until they prove who they are, and after. */
export async function createGuest(ctx: Ctx, input: { nickname?: string | undefined }): Promise<{ id: string; nickname: string }> {
  const id = newId('acc', ctx.now.getTime());
  const row = await insertAccount(ctx, { id, kind: 'guest', nickname: input.nickname ?? nicknameFor(id), createdAt: ctx.now });
  return { id: row.id, nickname: row.nickname };
}
