import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import type { zh } from './messages-zh.ts';

export const en: SameKeys<typeof zh> = {
  words: 'People who brought orders to this shop. Commission is booked with the payment and available after the return window.',
  person: 'Promoter',
  joined: 'Joined',
  orders: 'Orders',
  sales: 'Sales brought',
  pending: 'Pending',
  frozen: 'In return window',
  available: 'Available',
  none: 'Nobody has brought an order yet',
  noneNext: 'Tell your communities',
  noneWords:
    'Anybody can become a promoter in the shop under Me › Promoter centre. It is free and needs no purchase. What they share keeps track of itself.',
  rate: 'Commission is {{percent}}% now',
  setRate: 'Change the rate',
};
