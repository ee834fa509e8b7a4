import { record } from '#modules/audit';
import { endRole, findByContact, getContacts, getPeople, grantRole, isAtLeast, roleOf, staffOf, type ShopRole } from '#modules/identity';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { lockShop } from './store.ts';

/** Gives somebody who signed in here before a role, by the contact they signed in with. */
export async function employ(
  ctx: Ctx,
  shopId: string,
  input: { contact: { phone: string } | { email: string }; role: ShopRole; byId: string },
): Promise<void> {
  await lockShop(ctx, shopId);
  const person = await findByContact(ctx, input.contact);
  if (person === undefined) throw problem('no_such_person');
  await mayDecide(ctx, shopId, { byId: input.byId, accountId: person.id, newRole: input.role });
  await grantRole(ctx, { accountId: person.id, shopId, role: input.role });
  await record(ctx, { shopId, action: 'role.granted', targetId: person.id, detail: { role: input.role } });
}

export async function dismiss(ctx: Ctx, shopId: string, { accountId, byId }: { accountId: string; byId: string }): Promise<void> {
  await lockShop(ctx, shopId);
  const role = await roleOf(ctx, accountId, shopId);
  if (role === null) throw problem('not_found');
  await mayDecide(ctx, shopId, { byId, accountId, newRole: null });
  await endRole(ctx, { accountId, shopId });
  await record(ctx, { shopId, action: 'role.ended', targetId: accountId, detail: { role } });
}

/** Nobody gives or takes a role above their own, and a shop keeps an owner. The shop's row is locked: two owners leaving at once are asked one after the other. */
async function mayDecide(
  ctx: Ctx,
  shopId: string,
  { byId, accountId, newRole }: { byId: string; accountId: string; newRole: ShopRole | null },
): Promise<void> {
  const mine = await roleOf(ctx, byId, shopId);
  const theirs = await roleOf(ctx, accountId, shopId);
  if ((newRole !== null && !isAtLeast(mine, newRole)) || (theirs !== null && !isAtLeast(mine, theirs))) throw problem('role_above_yours');
  if (theirs !== 'owner' || newRole === 'owner') return;
  const owners = (await staffOf(ctx, shopId)).filter((member) => member.role === 'owner');
  if (owners.length <= 1) throw problem('last_owner');
}

export async function listStaff(ctx: Ctx, shopId: string) {
  const staff = await staffOf(ctx, shopId);
  const ids = staff.map((member) => member.accountId);
  const [people, contacts] = [await getPeople(ctx, ids), await getContacts(ctx, ids)];
  return staff.map(({ accountId, role, since }) => ({
    person: must(people.get(accountId), 'staff have accounts'),
    role,
    contact: contacts.get(accountId) ?? '',
    since: since.toISOString(),
  }));
}
