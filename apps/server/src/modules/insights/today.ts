import type { Today } from '@tuanzi/contract/insights';
import type { z } from 'zod';
import { getSkus } from '#modules/catalog';
import { countExpiring } from '#modules/group-buy';
import { getLowStock } from '#modules/inventory';
import { listProgramme } from '#modules/live';
import { countToDo } from '#modules/orders';
import { getShop } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { lastDays } from '#platform/days';
import { readDays } from './store.ts';

const daysShown = 14;
const lowStockShown = 20;
const sessionsShown = 10;
/** A team that ends within these hours may need a word in the group. */
const expiringHours = 3;
const hourMs = 3_600_000;

/** What needs a hand now, before any chart. */
export async function showToday(ctx: Ctx, shopId: string): Promise<z.input<typeof Today>> {
  const shop = must(await getShop(ctx, shopId), 'staff work at a shop that exists');
  const toDo = await countToDo(ctx, shopId);
  const low = await getLowStock(ctx, shopId, { threshold: shop.lowStockThreshold, limit: lowStockShown });
  const skus = await getSkus(
    ctx,
    low.map((level) => level.skuId),
  );
  const live = await listProgramme(ctx, { state: 'live', shopId, limit: sessionsShown });
  const planned = await listProgramme(ctx, { state: 'scheduled', shopId, limit: sessionsShown });
  const tomorrow = ctx.now.getTime() + 24 * hourMs;
  const days = lastDays(ctx.now, shop.timeZone, daysShown);
  const counted = new Map((await readDays(ctx, shopId, must(days[0], 'two weeks have a first day'))).map((day) => [day.day, day]));
  const [yesterday, today] = days.slice(-2).map((day) => counted.get(day));
  return {
    toShip: toDo.toShip,
    unpaid: toDo.unpaid,
    refundsPending: toDo.refundsPending,
    teamsExpiring: await countExpiring(ctx, shopId, new Date(ctx.now.getTime() + expiringHours * hourMs)),
    lowStock: low.flatMap(({ skuId, productId, available }) => {
      const sku = skus.get(skuId);
      return sku === undefined ? [] : [{ productId, skuId, title: sku.title, options: [...sku.options], stock: available }];
    }),
    sessions: [...live.items, ...planned.items.filter((session) => Date.parse(session.startsAt) < tomorrow)],
    todayPaidFen: today?.paidFen ?? 0,
    todayOrders: today?.paidOrders ?? 0,
    todayBuyers: today?.buyers ?? 0,
    yesterdayPaidFen: yesterday?.paidFen ?? 0,
    days: days.map((day) => ({ day, paidFen: counted.get(day)?.paidFen ?? 0, orders: counted.get(day)?.paidOrders ?? 0 })),
  };
}
