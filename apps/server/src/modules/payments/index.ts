/** Payments and refunds at providers: carried out outside of transactions, settled exactly once inside. */
export { paymentsModule } from './module.ts';
export { openPayments, type OpenRequest } from './open-payments.ts';
export { settlePaymentOutcomes } from './settle-outcomes.ts';
export { settleNotices, type ReceivedNotice } from './settle-notices.ts';
