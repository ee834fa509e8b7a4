import { zh as chat } from './features/communities/chat-messages-zh.ts';
import { zh as communities } from './features/communities/messages-zh.ts';
import { zh as coupons } from './features/coupons/messages-zh.ts';
import { zh as live } from './features/live/messages-zh.ts';
import { zh as me } from './features/me/messages-zh.ts';
import { zh as orders } from './features/orders/messages-zh.ts';
import { zh as products } from './features/products/messages-zh.ts';
import { zh as earning } from './features/promoter/messages-zh.ts';
import { zh as reviews } from './features/reviews/messages-zh.ts';
import { zh as teams } from './features/teams/messages-zh.ts';
import { zh as shell } from './shell/messages-zh.ts';

export const zh = {
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
} as const;
