import type { SameKeys } from '@tuanzi/ui/i18n.ts';
import { en as chat } from './features/communities/chat-messages-en.ts';
import { en as communities } from './features/communities/messages-en.ts';
import { en as coupons } from './features/coupons/messages-en.ts';
import { en as live } from './features/live/messages-en.ts';
import { en as me } from './features/me/messages-en.ts';
import { en as orders } from './features/orders/messages-en.ts';
import { en as products } from './features/products/messages-en.ts';
import { en as earning } from './features/promoter/messages-en.ts';
import { en as reviews } from './features/reviews/messages-en.ts';
import { en as teams } from './features/teams/messages-en.ts';
import type { zh } from './messages-zh.ts';
import { en as shell } from './shell/messages-en.ts';

export const en: SameKeys<typeof zh> = {
  ...shell,
  ...products,
  ...teams,
  ...orders,
  ...live,
  ...communities,
  ...chat,
  ...earning,
  ...coupons,
  ...reviews,
  ...me,
};
