// Tables of the insights schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * Where each order came from: who shared, in which scene, from which card. A link carries the scene and card it was shared from.
 * PRIMARY KEY (order_id)
 * CHECK paid_fen >= 0
 * CHECK refunded_fen >= 0
 * INDEX origins_of_scene (scene_id, order_id DESC) WHERE (scene_id IS NOT NULL)
 * INDEX origins_of_sharer (shop_id, sharer_id) WHERE (sharer_id IS NOT NULL)
 */
export interface Origins {
  orderId: string;
  shopId: string;
  buyerId: string;
  sharerId: string | null;
  linkCode: string | null;
  sceneId: string | null;
  cardId: string | null;
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
  at: Timestamp;
}

/**
 * What a card brought, in its scene and by links shared from it.
 * PRIMARY KEY (scene_id, card_id)
 * CHECK orders >= 0
 * CHECK paid_fen >= 0
 * CHECK paid_orders >= 0
 * CHECK refunded_fen >= 0
 * CHECK taps >= 0
 */
export interface SceneCards {
  sceneId: string;
  cardId: string;
  taps: Generated<number>;
  orders: Generated<number>;
  paidOrders: Generated<number>;
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
}

/**
 * What happened in a scene, minute by minute.
 * PRIMARY KEY (scene_id, minute)
 * CHECK card_taps >= 0
 * CHECK comments >= 0
 * CHECK likes >= 0
 * CHECK minute = date_trunc('minute'::text, minute, 'UTC'::text)
 * CHECK online_peak >= 0
 * CHECK orders >= 0
 * CHECK paid_fen >= 0
 * CHECK paid_orders >= 0
 * CHECK refunded_fen >= 0
 */
export interface SceneMinutes {
  sceneId: string;
  minute: Timestamp;
  comments: Generated<number>;
  cardTaps: Generated<number>;
  likes: Generated<number>;
  orders: Generated<number>;
  paidOrders: Generated<number>;
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
  onlinePeak: Generated<number>;
}

/**
 * Which product drew taps and sold in a scene.
 * PRIMARY KEY (scene_id, product_id)
 * CHECK paid_fen >= 0
 * CHECK paid_orders >= 0
 * CHECK taps >= 0
 */
export interface SceneProducts {
  sceneId: string;
  productId: string;
  taps: Generated<number>;
  paidOrders: Generated<number>;
  paidFen: Generated<number>;
}

/**
 * Who was in a scene, guests included, so that somebody who comes back counts once.
 * PRIMARY KEY (scene_id, account_id)
 */
export interface SceneViewers {
  sceneId: string;
  accountId: string;
}

/**
 * Who paid on a day, so that a buyer of two orders counts once.
 * PRIMARY KEY (shop_id, day, buyer_id)
 */
export interface ShopDayBuyers {
  shopId: string;
  day: string;
  buyerId: string;
}

/**
 * A shop day by day, in its own time zone as it was when the day was counted.
 * PRIMARY KEY (shop_id, day)
 * CHECK orders >= 0
 * CHECK paid_fen >= 0
 * CHECK paid_orders >= 0
 * CHECK refunded_fen >= 0
 */
export interface ShopDays {
  shopId: string;
  day: string;
  orders: Generated<number>;
  paidOrders: Generated<number>;
  paidFen: Generated<number>;
  refundedFen: Generated<number>;
}

declare module '#platform/db-types' {
  interface Tables {
    'insights.origins': Origins;
    'insights.sceneCards': SceneCards;
    'insights.sceneMinutes': SceneMinutes;
    'insights.sceneProducts': SceneProducts;
    'insights.sceneViewers': SceneViewers;
    'insights.shopDayBuyers': ShopDayBuyers;
    'insights.shopDays': ShopDays;
  }
}
