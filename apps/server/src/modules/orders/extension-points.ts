import type { Person, Title } from '@tuanzi/contract/shapes';
import type { Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';
import type { OrderRow } from './store.ts';

/** What later modules know of an order and the console wants to see beside it. */
export interface OrderFact {
  readonly sharer: Person;
  readonly linkCode: string;
  /** Where it came from when the order does not say so itself: a link carries the scene and card it was shared from. */
  readonly sceneId: string;
  readonly cardId: string;
  readonly sceneTitle: Title;
  readonly sceneKind: string;
  readonly cardKind: string;
  readonly campaignTitle: Title;
  readonly commissionFen: number;
}
export type OrderFacts = (ctx: Ctx, orders: readonly OrderRow[]) => Promise<Map<string, Partial<OrderFact>>>;

/** Asked once per page of orders. */
export const orderFacts = extensionPoint<OrderFacts>('order facts');
