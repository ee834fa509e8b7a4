import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Db } from '#platform/db';
import type { Limit, ShopRole } from './rules.ts';
import type { Accounts, Addresses, Logins } from './tables.ts';

export type AccountRow = Selectable<Accounts>;
export type LoginRow = Selectable<Logins>;
export type AddressRow = Selectable<Addresses>;

export async function insertAccount(ctx: Ctx, row: Insertable<Accounts>): Promise<AccountRow> {
  return ctx.db.insertInto('identity.accounts').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateAccount(ctx: Ctx, id: string, change: Updateable<Accounts>): Promise<AccountRow> {
  return ctx.db.updateTable('identity.accounts').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

export async function readAccounts(ctx: Ctx, ids: readonly string[]): Promise<AccountRow[]> {
  if (ids.length === 0) return [];
  return ctx.db
    .selectFrom('identity.accounts')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute();
}

export async function lockAccount(ctx: Ctx, id: string): Promise<AccountRow | undefined> {
  return ctx.db.selectFrom('identity.accounts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export type Contact = { readonly phone: string } | { readonly email: string };

export async function readAccountByContact(ctx: Ctx, contact: Contact): Promise<AccountRow | undefined> {
  const query = ctx.db.selectFrom('identity.accounts').selectAll();
  return ('phone' in contact ? query.where('phone', '=', contact.phone) : query.where('email', '=', contact.email)).executeTakeFirst();
}

export async function hasAccounts(ctx: Ctx): Promise<boolean> {
  return (
    (await ctx.db.selectFrom('identity.accounts').select('id').where('kind', '=', 'account').limit(1).executeTakeFirst()) !== undefined
  );
}

export interface Session {
  loginId: string;
  accountId: string;
  kind: 'guest' | 'account';
  isPlatformAdmin: boolean;
  locale: 'zh' | 'en' | null;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** The one statement every request may need; suspension and merging end a session here whatever else happened. By token hash. */
export async function readSessions(ctx: Ctx, tokenHashes: readonly string[]): Promise<Map<string, Session>> {
  const { rows } = await sql<Session & { tokenHash: string }>`
    select l.token_hash, l.id as login_id, a.id as account_id, a.kind, a.is_platform_admin, a.locale, l.last_seen_at, l.expires_at
      from identity.logins l join identity.accounts a on a.id = l.account_id
     where l.token_hash = any(${tokenHashes}::text[]) and l.ended_at is null and l.expires_at > ${ctx.now} and a.suspended_at is null and a.merged_into is null`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ tokenHash, ...session }) => [tokenHash, session]));
}

export async function insertLogin(ctx: Ctx, row: Insertable<Logins>): Promise<void> {
  await ctx.db.insertInto('identity.logins').values(row).execute();
}

export async function touchLogin(db: Db, id: string, change: { lastSeenAt: Date; expiresAt: Date }): Promise<void> {
  await db.updateTable('identity.logins').set(change).where('id', '=', id).where('endedAt', 'is', null).execute();
}

/** Ends one session of an account, all but one, or all. Returns how many there were. */
export async function endLogins(ctx: Ctx, of: { accountId: string; loginId?: string; exceptLoginId?: string }): Promise<number> {
  let query = ctx.db
    .updateTable('identity.logins')
    .set({ endedAt: ctx.now })
    .where('accountId', '=', of.accountId)
    .where('endedAt', 'is', null);
  if (of.loginId !== undefined) query = query.where('id', '=', of.loginId);
  if (of.exceptLoginId !== undefined) query = query.where('id', '!=', of.exceptLoginId);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

export async function readLogins(ctx: Ctx, accountId: string): Promise<LoginRow[]> {
  return ctx.db
    .selectFrom('identity.logins')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute();
}

/** Keeps a code unless one was sent to this phone after `notSince`; then answers when that was. */
export async function insertCode(
  ctx: Ctx,
  code: { phone: string; codeHash: string; expiresAt: Date },
  notSince: Date,
): Promise<'kept' | { sentAt: Date }> {
  const { rows } = await sql<{ phone: string }>`
    insert into identity.codes as c (phone, code_hash, sent_at, expires_at) values (${code.phone}, ${code.codeHash}, ${ctx.now}, ${code.expiresAt})
    on conflict (phone) do update set code_hash = excluded.code_hash, attempts = 0, sent_at = excluded.sent_at, expires_at = excluded.expires_at
      where c.sent_at <= ${notSince} returning phone`.execute(ctx.db);
  if (rows.length > 0) return 'kept';
  const row = await ctx.db.selectFrom('identity.codes').select('sentAt').where('phone', '=', code.phone).executeTakeFirst();
  return { sentAt: row?.sentAt ?? ctx.now };
}

/** Counts a guess and answers what to compare it with. The row stays locked: two guesses at once are two attempts. */
export async function takeGuess(ctx: Ctx, phone: string, attemptsMax: number): Promise<string | undefined> {
  const { rows } = await sql<{ codeHash: string }>`
    update identity.codes set attempts = attempts + 1 where phone = ${phone} and attempts < ${attemptsMax} and expires_at > ${ctx.now} returning code_hash`.execute(
    ctx.db,
  );
  return rows[0]?.codeHash;
}

/** A used code is spent, but its row stays until it expires so that the wait before another one holds. */
export async function spendCode(ctx: Ctx, phone: string): Promise<void> {
  await ctx.db.updateTable('identity.codes').set({ expiresAt: ctx.now, codeHash: '' }).where('phone', '=', phone).execute();
}

/** One conditional statement, so any number of processes together never pass the limit. Answers when to try again, or undefined. */
export async function countTry(ctx: Ctx, subject: string, { max, windowMs }: Limit): Promise<Date | undefined> {
  const endsAt = new Date(ctx.now.getTime() + windowMs);
  const { rows } = await sql<{ count: number }>`
    insert into identity.throttles as t (subject, count, window_ends_at) values (${subject}, 1, ${endsAt})
    on conflict (subject) do update set
      count = case when t.window_ends_at <= ${ctx.now} then 1 else t.count + 1 end,
      window_ends_at = case when t.window_ends_at <= ${ctx.now} then ${endsAt} else t.window_ends_at end
    where t.window_ends_at <= ${ctx.now} or t.count < ${max} returning count`.execute(ctx.db);
  if (rows.length > 0) return undefined;
  const row = await ctx.db.selectFrom('identity.throttles').select('windowEndsAt').where('subject', '=', subject).executeTakeFirst();
  return row?.windowEndsAt ?? endsAt;
}

/** Takes back one counted try that turned out to be right, or forgets all of a subject. */
export async function forgiveTry(ctx: Ctx, subject: string, isAll: boolean): Promise<void> {
  if (isAll) await ctx.db.deleteFrom('identity.throttles').where('subject', '=', subject).execute();
  else await sql`update identity.throttles set count = count - 1 where subject = ${subject} and count > 1`.execute(ctx.db);
}

export interface MembershipRow {
  accountId: string;
  shopId: string;
  role: ShopRole;
  since: Date;
}

export async function readRole(ctx: Ctx, accountId: string, shopId: string): Promise<ShopRole | null> {
  const row = await ctx.db
    .selectFrom('identity.memberships')
    .select('role')
    .where('shopId', '=', shopId)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  return row?.role ?? null;
}

/** Roles by `account shop`; nobody's are missing. */
export async function readRoles(ctx: Ctx, of: readonly { accountId: string; shopId: string }[]): Promise<Map<string, ShopRole>> {
  if (of.length === 0) return new Map();
  const { rows } = await sql<{ accountId: string; shopId: string; role: ShopRole }>`
    select m.account_id, m.shop_id, m.role from identity.memberships m
      join unnest(${of.map((one) => one.accountId)}::text[], ${of.map((one) => one.shopId)}::text[]) as g (account_id, shop_id)
        on m.account_id = g.account_id and m.shop_id = g.shop_id`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.accountId} ${row.shopId}`, row.role]));
}

export async function readMemberships(ctx: Ctx, of: { accountId: string } | { shopId: string }): Promise<MembershipRow[]> {
  const query = ctx.db.selectFrom('identity.memberships').selectAll().orderBy('since').orderBy('accountId').limit(500);
  return ('accountId' in of ? query.where('accountId', '=', of.accountId) : query.where('shopId', '=', of.shopId)).execute();
}

export async function upsertMembership(ctx: Ctx, row: { accountId: string; shopId: string; role: ShopRole }): Promise<void> {
  await ctx.db
    .insertInto('identity.memberships')
    .values({ ...row, since: ctx.now })
    .onConflict((on) => on.columns(['shopId', 'accountId']).doUpdateSet({ role: row.role }))
    .execute();
}

export async function deleteMembership(ctx: Ctx, of: { accountId: string; shopId: string }): Promise<void> {
  await ctx.db.deleteFrom('identity.memberships').where('shopId', '=', of.shopId).where('accountId', '=', of.accountId).execute();
}

/** Default first, then newest. */
export async function readAddresses(ctx: Ctx, accountId: string): Promise<AddressRow[]> {
  return ctx.db
    .selectFrom('identity.addresses')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('isDefault', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export async function readAddress(ctx: Ctx, accountId: string, id: string): Promise<AddressRow | undefined> {
  return ctx.db.selectFrom('identity.addresses').selectAll().where('accountId', '=', accountId).where('id', '=', id).executeTakeFirst();
}

export async function clearDefaultAddress(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db
    .updateTable('identity.addresses')
    .set({ isDefault: false })
    .where('accountId', '=', accountId)
    .where('isDefault', '=', true)
    .execute();
}

export async function insertAddress(ctx: Ctx, row: Insertable<Addresses>): Promise<AddressRow> {
  return ctx.db.insertInto('identity.addresses').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateAddress(
  ctx: Ctx,
  of: { accountId: string; id: string },
  change: Updateable<Addresses>,
): Promise<AddressRow | undefined> {
  return ctx.db
    .updateTable('identity.addresses')
    .set(change)
    .where('accountId', '=', of.accountId)
    .where('id', '=', of.id)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteAddress(ctx: Ctx, accountId: string, id: string): Promise<AddressRow | undefined> {
  return ctx.db.deleteFrom('identity.addresses').where('accountId', '=', accountId).where('id', '=', id).returningAll().executeTakeFirst();
}

/** The account's newest address becomes the default if it has none. */
export async function ensureDefaultAddress(ctx: Ctx, accountId: string): Promise<void> {
  await sql`
    update identity.addresses set is_default = true where id = (select max(id) from identity.addresses where account_id = ${accountId})
       and not exists (select from identity.addresses where account_id = ${accountId} and is_default)`.execute(ctx.db);
}

/** A guest's addresses follow them; what the account already has stays its default, and its limit holds. */
export async function moveAddresses(ctx: Ctx, fromId: string, intoId: string, max: number): Promise<void> {
  await sql`
    with room as (select greatest(0, ${max} - count(*)) as n from identity.addresses where account_id = ${intoId}),
         moved as (select id from identity.addresses where account_id = ${fromId} order by is_default desc, id desc limit (select n from room))
    update identity.addresses set account_id = ${intoId}, is_default = false where id in (select id from moved)`.execute(ctx.db);
  await ensureDefaultAddress(ctx, intoId);
}

/** Forgets what has no meaning any more: ended sessions, old codes, closed windows. */
export async function deleteExpired(ctx: Ctx, loginsBefore: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with l as (delete from identity.logins where id in (select id from identity.logins where expires_at < ${loginsBefore} limit 1000) returning 1),
         c as (delete from identity.codes where phone in (select phone from identity.codes where expires_at < ${new Date(ctx.now.getTime() - 3_600_000)} limit 1000) returning 1),
         t as (delete from identity.throttles where subject in (select subject from identity.throttles where window_ends_at < ${ctx.now} limit 1000) returning 1)
    select (select count(*) from l) + (select count(*) from c) + (select count(*) from t) as n`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}
