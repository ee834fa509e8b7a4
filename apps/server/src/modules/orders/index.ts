/** Orders from the cart to the end of the return window, and the money owed to either side. */
import './events.ts';

export { closeOrders } from './close-orders.ts';
export type { CloseReason, OrderEvent, RefundCause } from './events.ts';
export { orderFacts, type OrderFact, type OrderFacts } from './extension-points.ts';
export { findOrder, getOrders } from './get-orders.ts';
export { lockOrders } from './store.ts';
export { ordersModule } from './module.ts';
export { placeOrders, type Placed, type PlaceRequest } from './place-orders.ts';
export { presentConsoleOrders } from './present.ts';
export { requestRefunds, type RefundRequest } from './request-refunds.ts';
export { moveToTeam, setWaiting } from './set-waiting.ts';
export { settlePayments, type ArrivedPayment, type Settlement } from './settle-payments.ts';
export { settleRefunds, type RefundEnd, type SettledRefund } from './settle-refunds.ts';
export { deliverOrder, shipOrder } from './ship-order.ts';
export type { LineRow, Order, OrderRow } from './store.ts';
export { countToDo, hasBought, type ToDo } from './store-lists.ts';
