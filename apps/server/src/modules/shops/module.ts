import { shopNames } from '#modules/identity';
import type { Ctx } from '#platform/ctx';
import type { Module } from '#platform/app';
import { getShops } from './get-shop.ts';
import { shopsRoutes } from './http.ts';

export const shopsModule: Module = { name: 'shops', setup: () => shopNames.provide('shops', namesOf), routes: shopsRoutes };

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const shops = await getShops(ctx, ids);
  return new Map([...shops].map(([id, shop]) => [id, shop.name.zh]));
}
