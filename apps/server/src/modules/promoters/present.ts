import type { PromoterCentre } from '@tuanzi/contract/promoters';
import type { z } from 'zod';
import { getPeople, maskNickname } from '#modules/identity';
import { balancesOf } from '#modules/ledger';
import { countVisitors } from '#modules/links';
import { firstShop } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { lastDays } from '#platform/days';
import { accountOf, type Bucket } from './rules.ts';
import { countOrders, listCommissions, promotersOfShop, readPromoters, sumByDay, type ListFilter } from './store.ts';

const daysShown = 30;

/** What somebody earned. The three amounts are the ledger's balances, not a copy of them. */
export async function presentCentre(ctx: Ctx, accountId: string): Promise<z.input<typeof PromoterCentre>> {
  const timeZone = (await firstShop(ctx))?.timeZone ?? 'Asia/Shanghai';
  const days = lastDays(ctx.now, timeZone, daysShown);
  const joinedAt = (await readPromoters(ctx, [accountId])).get(accountId)?.joinedAt ?? null;
  const owed = await owedTo(ctx, accountId);
  const sums = new Map(
    (await sumByDay(ctx, { promoterId: accountId, timeZone, from: must(days[0], 'thirty days have a first') })).map((sum) => [
      sum.day,
      sum,
    ]),
  );
  const series = days.map((day) => ({ day, amountFen: sums.get(day)?.amountFen ?? 0, orders: sums.get(day)?.orders ?? 0 }));
  return {
    isPromoter: joinedAt !== null,
    joinedAt: joinedAt?.toISOString() ?? null,
    todayFen: series.at(-1)?.amountFen ?? 0,
    pendingFen: owed.pending,
    frozenFen: owed.frozen,
    availableFen: owed.available,
    totalFen: owed.pending + owed.frozen + owed.available,
    ordersCount: await countOrders(ctx, accountId),
    visitorsCount: (await countVisitors(ctx, [accountId])).get(accountId) ?? 0,
    days: series,
  };
}

async function owedTo(ctx: Ctx, accountId: string): Promise<Record<Bucket, number>> {
  const buckets = ['pending', 'frozen', 'available'] as const;
  const balances = await balancesOf(
    ctx,
    buckets.map((bucket) => accountOf(accountId, bucket)),
  );
  // Owed amounts are credits, which the ledger keeps negative; adding 0 turns −0 into 0.
  const owed = (bucket: Bucket) => -(balances.get(accountOf(accountId, bucket)) ?? 0) + 0;
  return { pending: owed('pending'), frozen: owed('frozen'), available: owed('available') };
}

export async function presentCommissions(ctx: Ctx, filter: ListFilter) {
  const rows = await listCommissions(ctx, filter);
  const shown = rows.slice(0, filter.limit);
  const people = await getPeople(ctx, [...new Set(shown.map((row) => row.buyerId))]);
  return {
    items: shown.map(
      ({ id, orderId, number, buyerId, productTitle, baseFen, rateBasisPoints, amountFen, reversedFen, state, createdAt, releaseAt }) => ({
        id,
        orderId,
        orderNumber: number,
        buyerName: maskNickname(people.get(buyerId)?.nickname ?? ''),
        productTitle,
        baseFen,
        rateBasisPoints,
        amountFen,
        reversedFen,
        state,
        createdAt: createdAt.toISOString(),
        releaseAt: releaseAt?.toISOString() ?? null,
      }),
    ),
    nextCursor: rows.length > filter.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function presentShopPromoters(ctx: Ctx, filter: { shopId: string; cursor?: string | undefined; limit: number }) {
  const rows = await promotersOfShop(ctx, filter);
  const shown = rows.slice(0, filter.limit);
  const people = await getPeople(
    ctx,
    shown.map((row) => row.promoterId),
  );
  return {
    items: shown.map(({ promoterId, joinedAt, ordersCount, salesFen, pendingFen, frozenFen, availableFen }) => ({
      person: people.get(promoterId) ?? { id: promoterId, nickname: '', avatarUrl: null },
      joinedAt: joinedAt.toISOString(),
      ordersCount,
      salesFen,
      pendingFen,
      frozenFen,
      availableFen,
    })),
    nextCursor: rows.length > filter.limit ? (shown.at(-1)?.promoterId ?? null) : null,
  };
}
