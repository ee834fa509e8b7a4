import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { addressesMax } from './rules.ts';
import {
  clearDefaultAddress,
  deleteAddress,
  ensureDefaultAddress,
  insertAddress,
  lockAccount,
  readAddress,
  readAddresses,
  updateAddress,
  type AddressRow,
} from './store.ts';

export interface AddressInput {
  readonly recipient: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly isDefault: boolean;
}

/** The first address of an account is its default whatever was asked; the account's row keeps two at once in order. */
export async function addAddress(ctx: Ctx, accountId: string, input: AddressInput): Promise<AddressRow> {
  await lockAccount(ctx, accountId);
  const existing = await readAddresses(ctx, accountId);
  if (existing.length >= addressesMax) throw problem('too_many_addresses');
  const isDefault = input.isDefault || existing.length === 0;
  if (isDefault) await clearDefaultAddress(ctx, accountId);
  return insertAddress(ctx, { ...input, isDefault, id: newId('adr', ctx.now.getTime()), accountId, createdAt: ctx.now });
}

/** The default stays the default until another address takes its place. */
export async function changeAddress(ctx: Ctx, accountId: string, id: string, input: AddressInput): Promise<AddressRow> {
  await lockAccount(ctx, accountId);
  const existing = await readAddress(ctx, accountId, id);
  if (existing === undefined) throw problem('not_found');
  if (input.isDefault && !existing.isDefault) await clearDefaultAddress(ctx, accountId);
  const changed = await updateAddress(ctx, { accountId, id }, { ...input, isDefault: input.isDefault || existing.isDefault });
  if (changed === undefined) throw problem('not_found');
  return changed;
}

export async function removeAddress(ctx: Ctx, accountId: string, id: string): Promise<void> {
  await lockAccount(ctx, accountId);
  if ((await deleteAddress(ctx, accountId, id)) === undefined) throw problem('not_found');
  await ensureDefaultAddress(ctx, accountId);
}

/** One address of an account; somebody else's is as unknown as one that never was. */
export async function getAddress(ctx: Ctx, accountId: string, id: string): Promise<AddressRow | undefined> {
  return readAddress(ctx, accountId, id);
}
