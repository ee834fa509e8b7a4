import type { Address, Me } from '@tuanzi/contract/identity';
import type { Ctx } from '#platform/ctx';
import { must } from '#platform/assert';
import { promoterStatus, shopNames } from './extension-points.ts';
import { maskPhone } from './rules.ts';
import { readAccounts, readMemberships, type AddressRow, type LoginRow } from './store.ts';

/** Only ever for the person themselves. */
export async function presentMe(ctx: Ctx, accountId: string): Promise<Me> {
  const row = must((await readAccounts(ctx, [accountId]))[0], 'a session belongs to an account');
  const memberships = await readMemberships(ctx, { accountId });
  const names =
    memberships.length === 0
      ? undefined
      : await shopNames.get('shops')?.(
          ctx,
          memberships.map((membership) => membership.shopId),
        );
  return {
    id: row.id,
    kind: row.kind,
    nickname: row.nickname,
    avatarUrl: row.avatarUrl,
    phoneMasked: row.phone === null ? null : maskPhone(row.phone),
    email: row.email,
    locale: row.locale,
    isPlatformAdmin: row.isPlatformAdmin,
    isPromoter: await isPromoter(ctx, accountId),
    shops: memberships.map(({ shopId, role }) => ({ shopId, role, name: names?.get(shopId) ?? '' })),
  };
}

async function isPromoter(ctx: Ctx, accountId: string): Promise<boolean> {
  for (const ask of promoterStatus.all().values()) if (await ask(ctx, accountId)) return true;
  return false;
}

export function presentAddress({ id, recipient, phone, province, city, district, street, isDefault }: AddressRow): Address {
  return { id, recipient, phone, province, city, district, street, isDefault };
}

export function presentLogin(row: LoginRow, currentId: string | null) {
  return {
    id: row.id,
    device: row.device,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === currentId,
  };
}
