import type { Person } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { maskEmail, maskPhone, normaliseEmail } from './rules.ts';
import { hasAccounts, readAccountByContact, readAccounts, type AccountRow, type Contact } from './store.ts';

/** What everybody may see of people, by id. Somebody unknown is missing from the map. */
export async function getPeople(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Person>> {
  const rows = await readAccounts(ctx, ids);
  return new Map(rows.map((row) => [row.id, personOf(row)]));
}

export function personOf(row: Pick<AccountRow, 'id' | 'nickname' | 'avatarUrl'>): Person {
  return { id: row.id, nickname: row.nickname, avatarUrl: row.avatarUrl };
}

/** Masked phone or e-mail, for lists of staff. */
export async function getContacts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await readAccounts(ctx, ids);
  return new Map(rows.map((row) => [row.id, row.phone !== null ? maskPhone(row.phone) : row.email !== null ? maskEmail(row.email) : '']));
}

export async function findByContact(ctx: Ctx, contact: Contact): Promise<Person | undefined> {
  const row = await readAccountByContact(ctx, 'phone' in contact ? contact : { email: normaliseEmail(contact.email) });
  return row === undefined ? undefined : personOf(row);
}

/** Whether anybody has an account here; guests do not count. */
export async function isInhabited(ctx: Ctx): Promise<boolean> {
  return hasAccounts(ctx);
}
