import type { Ctx } from '#platform/ctx';
import { isAtLeast, type ShopRole } from './rules.ts';
import { deleteMembership, readMemberships, readRole, readRoles, upsertMembership } from './store.ts';

export async function roleOf(ctx: Ctx, accountId: string, shopId: string): Promise<ShopRole | null> {
  return readRole(ctx, accountId, shopId);
}

export async function hasRole(ctx: Ctx, accountId: string, shopId: string, least: ShopRole): Promise<boolean> {
  return isAtLeast(await readRole(ctx, accountId, shopId), least);
}

/** The roles of many at once, in the order they were asked for. */
export async function rolesOf(ctx: Ctx, of: readonly { accountId: string; shopId: string }[]): Promise<(ShopRole | null)[]> {
  const roles = await readRoles(ctx, of);
  return of.map(({ accountId, shopId }) => roles.get(`${accountId} ${shopId}`) ?? null);
}

/** Gives somebody their one role in a shop, whatever it was before. */
export async function grantRole(ctx: Ctx, input: { accountId: string; shopId: string; role: ShopRole }): Promise<void> {
  await upsertMembership(ctx, input);
}

export async function endRole(ctx: Ctx, input: { accountId: string; shopId: string }): Promise<void> {
  await deleteMembership(ctx, input);
}

/** Everybody who works for a shop, longest first. */
export async function staffOf(ctx: Ctx, shopId: string): Promise<{ accountId: string; role: ShopRole; since: Date }[]> {
  return readMemberships(ctx, { shopId });
}
