/**
 * The whole system on one screen: every module, in the one order that counts. A module calls only modules above it;
 * what is below hears its events or provides to its extension points. The boundary check is generated from this list.
 */
import { auditModule } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { communitiesModule } from '#modules/communities';
import { couponsModule } from '#modules/coupons';
import { groupBuyModule } from '#modules/group-buy';
import { identityModule } from '#modules/identity';
import { insightsModule } from '#modules/insights';
import { inventoryModule } from '#modules/inventory';
import { ledgerModule } from '#modules/ledger';
import { linksModule } from '#modules/links';
import { liveModule } from '#modules/live';
import { mediaModule } from '#modules/media';
import { ordersModule } from '#modules/orders';
import { paymentsModule } from '#modules/payments';
import { policyModule } from '#modules/policy';
import { pricingModule } from '#modules/pricing';
import { promotersModule } from '#modules/promoters';
import { reviewsModule } from '#modules/reviews';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { sandboxPayModule } from './sandbox-pay/module.ts';
import type { Module } from '#platform/app';

export const modules: readonly Module[] = [
  // ground
  policyModule,
  auditModule,
  identityModule,
  mediaModule,
  ledgerModule,
  // goods
  shopsModule,
  inventoryModule,
  catalogModule,
  // money
  pricingModule,
  ordersModule,
  paymentsModule,
  // people
  linksModule,
  // scenes
  scenesModule,
  // plays
  couponsModule,
  groupBuyModule,
  // places
  communitiesModule,
  liveModule,
  reviewsModule,
  // growth
  promotersModule,
  // seeing
  insightsModule,
];

/** Stands in for payment providers where SANDBOX_PAY allows it; not a part of the shop, which reaches it over HTTP. */
export const sandboxModules: readonly Module[] = [sandboxPayModule];
