import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  words: 'Every fen comes from somewhere and goes somewhere: all accounts add up to 0, always.', total: 'All accounts together', balanced: 'The books balance', unbalanced: 'The books do not balance; call your engineers now', accountsTitle: 'Accounts', account: 'Account', balance: 'Balance', people: { one: 'One promoter', other: '{{count}} promoters' }, entries: { one: '{{count}} entry', other: '{{count}} entries' }, sign: 'Debits are positive, credits negative. What is owed to others, such as the shop or a promoter, is negative.',
  entriesTitle: 'Entries', allAccounts: 'All accounts', ofOrder: 'Order {{id}}', when: 'When', kind: 'What', memo: 'Note', order: 'Order', amount: 'Amount', none: 'No entries yet', noneWords: 'With the first payment, entries appear here, always in pairs.', noneFound: 'No entry matches', clear: 'Show all entries', showOrder: 'See the order',
  accounts: { provider: 'Payment provider, clearing', held: 'Shop · paid, not completed', settled: 'Shop · settled', commission: 'Shop · commission cost', pending: 'Promoter · pending', frozen: 'Promoter · in return window', available: 'Promoter · available' },
  why: { provider: 'Paid by buyers, not yet paid out by the provider', held: 'Paid orders that are not completed; kept for the shop', settled: 'Completed, return window over: the shop\'s own', commission: 'Commission the shop bears', pending: 'From paid orders, until delivery', frozen: 'Delivered, until the return window ends', available: 'Return window over: the promoter\'s own' },
  kinds: { payment: 'Payment', refund: 'Refund', 'order-completed': 'Order completed', 'commission-pending': 'Commission pending', 'commission-frozen': 'Commission in return window', 'commission-available': 'Commission available', 'commission-void': 'Commission void', 'commission-reversed': 'Commission taken back' },
};
