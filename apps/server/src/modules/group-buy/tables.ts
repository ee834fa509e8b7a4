// Tables of the group_buy schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, Timestamp } from '#platform/db-types';

/**
 * Units each person holds in a campaign, for the cap a buyer has; changes under the campaign's lock.
 * PRIMARY KEY (campaign_id, account_id)
 * FOREIGN KEY (campaign_id) REFERENCES group_buy.campaigns(id)
 * CHECK units >= 0
 */
export interface Buyers {
  campaignId: string;
  accountId: string;
  units: number;
}

/**
 * What each SKU costs in a team.
 * PRIMARY KEY (campaign_id, sku_id)
 * FOREIGN KEY (campaign_id) REFERENCES group_buy.campaigns(id)
 * CHECK (group_price_fen >= 1) AND (group_price_fen <= '10000000000'::bigint)
 */
export interface CampaignSkus {
  campaignId: string;
  skuId: string;
  position: number;
  groupPriceFen: number;
}

/**
 * One configured group buy. Its row is locked first by whatever takes or returns seats, so quota, caps and seats are decided one after the other.
 * PRIMARY KEY (id)
 * CHECK ends_at > starts_at
 * CHECK (claimed >= 0) AND (claimed <= quota)
 * CHECK (teams_completed >= 0) AND (teams_failed >= 0) AND (paid_members >= 0)
 * CHECK per_buyer_max >= 1
 * CHECK quota >= 1
 * CHECK (team_minutes >= 5) AND (team_minutes <= 10080)
 * CHECK (team_size >= 2) AND (team_size <= 50)
 * CHECK (length(title_zh) >= 1) AND (length(title_zh) <= 240)
 * INDEX campaigns_by_product (product_id)
 * INDEX campaigns_by_shop (shop_id, id)
 */
export interface Campaigns {
  id: string;
  shopId: string;
  productId: string;
  titleZh: string;
  titleEn: string | null;
  teamSize: number;
  teamMinutes: number;
  startsAt: Timestamp;
  endsAt: Timestamp;
  /** Ended by hand before ends_at. */
  endedAt: Timestamp | null;
  quota: number;
  /** Units of members that hold units now; never above the quota. */
  claimed: Generated<number>;
  perBuyerMax: number;
  teamsCompleted: Generated<number>;
  teamsFailed: Generated<number>;
  /** Members who have paid and are not refunded or being refunded. */
  paidMembers: Generated<number>;
  createdAt: Timestamp;
}

/**
 * One order's place in a team: reserved at the cashier, paid, given back (released), paid too late (refused), on its way back (refunding) or refunded.
 * PRIMARY KEY (order_id)
 * FOREIGN KEY (campaign_id) REFERENCES group_buy.campaigns(id)
 * FOREIGN KEY (team_id) REFERENCES group_buy.teams(id)
 * CHECK holds_units OR (state <> ALL (ARRAY['reserved'::text, 'paid'::text]))
 * CHECK (state <> ALL (ARRAY['paid'::text, 'refunding'::text])) OR (paid_at IS NOT NULL)
 * CHECK moved_from_id <> team_id
 * CHECK quantity >= 1
 * CHECK total_fen >= 0
 * INDEX members_by_account (account_id, order_id)
 * INDEX members_by_campaign (campaign_id, state)
 * INDEX members_by_team (team_id, joined_at)
 * INDEX members_moved (moved_from_id, account_id) WHERE (moved_from_id IS NOT NULL)
 * UNIQUE INDEX members_once_a_team (team_id, account_id) WHERE (state = ANY (ARRAY['reserved'::text, 'paid'::text]))
 */
export interface Members {
  orderId: string;
  teamId: string;
  campaignId: string;
  accountId: string;
  cardId: string;
  state: Generated<'reserved' | 'paid' | 'released' | 'refused' | 'refunding' | 'refunded'>;
  quantity: number;
  totalFen: number;
  /** Counted in the campaign's claimed and the buyer's units; turns false exactly once. */
  holdsUnits: Generated<boolean>;
  /** The team that was over when the payment came; the member sits in another one now. */
  movedFromId: string | null;
  payBy: Timestamp;
  joinedAt: Timestamp;
  paidAt: Timestamp | null;
  /** Refunded while the team was still open, so not one of those it was made of. */
  leftAt: Timestamp | null;
}

/**
 * Some people buying together before ends_at. Size and deadline are those of the campaign when the team was opened.
 * PRIMARY KEY (id)
 * FOREIGN KEY (campaign_id) REFERENCES group_buy.campaigns(id)
 * CHECK (paid_count + held_count) <= size
 * CHECK (state = 'completed'::text) = (completed_at IS NOT NULL)
 * CHECK (state = 'failed'::text) = (failed_at IS NOT NULL)
 * CHECK (state <> 'completed'::text) OR ((paid_count = size) AND (held_count = 0))
 * CHECK (state <> 'open'::text) OR (paid_count < size)
 * CHECK (state <> 'void'::text) OR (paid_count = 0)
 * CHECK held_count >= 0
 * CHECK paid_count >= 0
 * CHECK (size >= 2) AND (size <= 50)
 * INDEX teams_by_campaign (campaign_id, id)
 * INDEX teams_due (ends_at) WHERE (state = 'open'::text)
 * INDEX teams_open (campaign_id, ends_at) WHERE (state = 'open'::text)
 */
export interface Teams {
  id: string;
  campaignId: string;
  leaderId: string;
  /** The card it was opened from; a link to the team carries it on. */
  cardId: string;
  size: number;
  /** void: everybody left before anybody paid; it never was a team to show. */
  state: Generated<'open' | 'completed' | 'failed' | 'void'>;
  paidCount: Generated<number>;
  /** Seats of people at the cashier; they are free again when the order closes unpaid. */
  heldCount: Generated<number>;
  openedAt: Timestamp;
  endsAt: Timestamp;
  completedAt: Timestamp | null;
  failedAt: Timestamp | null;
}

declare module '#platform/db-types' {
  interface Tables {
    'groupBuy.buyers': Buyers;
    'groupBuy.campaignSkus': CampaignSkus;
    'groupBuy.campaigns': Campaigns;
    'groupBuy.members': Members;
    'groupBuy.teams': Teams;
  }
}
