import { z } from 'zod';
import { defineApi, defineProblems, shopRoles } from './api.ts';
import { passwordLengthMax, passwordLengthMin } from './passwords.ts';
import { Done, Id, Instant, Nickname, Phone, words } from './shapes.ts';

export const Me = z
  .object({
    id: Id,
    kind: z.enum(['guest', 'account']).meta({ description: 'A guest becomes an account by proving a phone number; nothing is lost.' }),
    nickname: z.string(),
    avatarUrl: z.string().nullable(),
    phoneMasked: z.string().nullable(),
    email: z.string().nullable(),
    locale: z.enum(['zh', 'en']).nullable(),
    isPlatformAdmin: z.boolean(),
    isPromoter: z.boolean(),
    shops: z.array(z.object({ shopId: Id, name: z.string(), role: z.enum(shopRoles) })),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Password = z.string().min(passwordLengthMin).max(passwordLengthMax);
const Code = z.string().regex(/^\d{6}$/);
export const AddressInput = z.object({
  recipient: words(32),
  phone: Phone,
  province: words(20),
  city: words(20),
  district: words(20),
  street: words(120),
  isDefault: z.boolean().default(false),
});
export const Address = AddressInput.extend({ id: Id, isDefault: z.boolean() }).meta({ id: 'Address' });
export type Address = z.infer<typeof Address>;

export const identity = defineApi({
  'GET /api/me': { summary: 'Who I am; null without a session', access: 'public', reply: z.object({ me: Me.nullable(), now: Instant }) },
  'PATCH /api/me': {
    summary: 'Change my nickname or language',
    access: 'guest',
    body: z.object({ nickname: Nickname.optional(), locale: z.enum(['zh', 'en']).optional() }),
    reply: Me,
  },
  'POST /api/auth/guest': {
    summary: 'Start a guest session',
    access: 'public',
    perMinute: 600,
    body: z.object({ nickname: Nickname.optional() }),
    reply: Me,
    status: 201,
  },
  'POST /api/auth/phone/code': {
    summary: 'Send a one-time code',
    access: 'public',
    perMinute: 10,
    body: z.object({ phone: Phone }),
    status: 202,
    reply: z.object({ resendAfterSeconds: z.int(), expiresInSeconds: z.int() }),
    problems: ['code_too_soon'],
  },
  'POST /api/auth/phone/sign-in': {
    summary: 'Sign in or up with a one-time code; a guest keeps everything',
    access: 'public',
    perMinute: 20,
    body: z.object({ phone: Phone, code: Code, nickname: Nickname.optional() }),
    reply: Me,
    problems: ['code_wrong', 'code_expired', 'account_suspended'],
  },
  'POST /api/auth/email/sign-in': {
    summary: 'Sign in with e-mail and password',
    access: 'public',
    perMinute: 20,
    body: z.object({ email: z.email().max(200), password: z.string().min(1).max(200) }),
    reply: Me,
    problems: ['password_wrong', 'account_suspended'],
  },
  'POST /api/auth/sign-out': { summary: 'End this session', access: 'public', reply: Done },
  'GET /api/me/sessions': {
    summary: 'My sessions on all devices',
    access: 'guest',
    reply: z.object({
      items: z.array(z.object({ id: Id, device: z.string(), createdAt: Instant, lastSeenAt: Instant, isCurrent: z.boolean() })),
    }),
  },
  'DELETE /api/me/sessions': { summary: 'Sign out everywhere else: end all my sessions but this one', access: 'guest', reply: Done },
  'PUT /api/me/password': {
    summary: 'Change my password; every other session ends and this one gets a new token',
    access: 'account',
    perMinute: 20,
    body: z.object({ current: z.string().min(1).max(200), next: Password }),
    reply: Done,
    problems: ['password_wrong'],
  },
  'DELETE /api/me/sessions/{loginId}': {
    summary: 'End one of my sessions',
    access: 'guest',
    params: z.object({ loginId: Id }),
    reply: Done,
  },
  'GET /api/me/addresses': { summary: 'My addresses, default first', access: 'guest', reply: z.object({ items: z.array(Address) }) },
  'POST /api/me/addresses': {
    summary: 'Add an address',
    access: 'guest',
    body: AddressInput,
    reply: Address,
    status: 201,
    problems: ['too_many_addresses'],
  },
  'PUT /api/me/addresses/{addressId}': {
    summary: 'Change an address',
    access: 'guest',
    params: z.object({ addressId: Id }),
    body: AddressInput,
    reply: Address,
  },
  'DELETE /api/me/addresses/{addressId}': {
    summary: 'Remove an address',
    access: 'guest',
    params: z.object({ addressId: Id }),
    reply: Done,
  },
});

export const identityProblems = defineProblems({
  code_too_soon: [429, 'A code was sent a moment ago; please wait before asking again.', '验证码刚刚发送过，请稍后再试'],
  code_wrong: [401, 'That code is not right.', '验证码不正确'],
  code_expired: [401, 'That code has expired; please ask for a new one.', '验证码已过期，请重新获取'],
  password_wrong: [401, 'E-mail or password is not right.', '邮箱或密码不正确'],
  account_suspended: [403, 'This account is suspended.', '账号已被停用'],
  too_many_addresses: [409, 'You can keep at most 20 addresses.', '最多保存 20 个地址'],
});
