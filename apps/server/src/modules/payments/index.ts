/** Payments and refunds at providers: carried out outside of transactions, settled exactly once inside. */
export { paymentsModule } from './module.ts';
export { settleNotices, type ReceivedNotice } from './settle-notices.ts';
