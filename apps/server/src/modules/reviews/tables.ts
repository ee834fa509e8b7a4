// Tables of the reviews schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Generated, GeneratedAlways, Json, Timestamp } from '#platform/db-types';

/**
 * One answer of each buyer and one of the shop; only the shop's may change, and the audit log keeps what it said.
 * PRIMARY KEY (id)
 * FOREIGN KEY (question_id) REFERENCES reviews.questions(id)
 * CHECK (changed_at IS NULL) OR is_shop
 * CHECK ((removed_at IS NULL) = (removed_reason IS NULL)) AND ((removed_at IS NULL) = (removed_by IS NULL)) AND ((removed_at IS NULL) = (removed_note IS NULL))
 * CHECK (text <> ''::text) AND (length(text) <= 600)
 * INDEX answers_in_order (question_id, is_shop DESC, id)
 * UNIQUE INDEX answers_of_buyer_once (question_id, account_id) WHERE (NOT is_shop)
 * UNIQUE INDEX answers_of_shop_once (question_id) WHERE is_shop
 */
export interface Answers {
  id: string;
  questionId: string;
  accountId: string;
  isShop: boolean;
  text: string;
  createdAt: Timestamp;
  changedAt: Timestamp | null;
  removedAt: Timestamp | null;
  removedBy: string | null;
  removedReason: 'illegal' | 'obscene' | 'insulting' | 'private-data' | 'advertising' | null;
  removedNote: string | null;
}

/**
 * Lines of orders that were received, as they were called then. Only from here does a review come, or the right to answer a question.
 * PRIMARY KEY (line_id)
 * CHECK quantity > 0
 * INDEX purchases_by_buyer (buyer_id, product_id)
 * INDEX purchases_by_order (order_id)
 * INDEX purchases_to_review (buyer_id, line_id DESC) WHERE ((NOT is_reviewed) AND (NOT is_refunded))
 */
export interface Purchases {
  lineId: string;
  orderId: string;
  shopId: string;
  productId: string;
  skuId: string;
  buyerId: string;
  title: Json;
  options: Json;
  picture: Json | null;
  quantity: number;
  receivedAt: Timestamp;
  /** All that was paid for the line went back. */
  isRefunded: Generated<boolean>;
  isReviewed: Generated<boolean>;
}

/**
 * What somebody asks those who bought a product.
 * PRIMARY KEY (id)
 * CHECK answer_count >= 0
 * CHECK ((removed_at IS NULL) = (removed_reason IS NULL)) AND ((removed_at IS NULL) = (removed_by IS NULL)) AND ((removed_at IS NULL) = (removed_note IS NULL))
 * CHECK (text <> ''::text) AND (length(text) <= 240)
 * INDEX questions_of_product (product_id, id DESC)
 * INDEX questions_of_shop (shop_id, id DESC)
 * INDEX questions_open (shop_id, id DESC) WHERE ((answer_count = 0) AND (removed_at IS NULL))
 */
export interface Questions {
  id: string;
  shopId: string;
  productId: string;
  accountId: string;
  text: string;
  createdAt: Timestamp;
  answerCount: Generated<number>;
  removedAt: Timestamp | null;
  removedBy: string | null;
  removedReason: 'illegal' | 'obscene' | 'insulting' | 'private-data' | 'advertising' | null;
  removedNote: string | null;
}

/**
 * What all reviews of a product come to, those taken down included. Changes in the transaction that changes a review.
 * PRIMARY KEY (product_id)
 * CHECK (with_pictures >= 0) AND (with_pictures <= review_count)
 * CHECK (with_addition >= 0) AND (with_addition <= review_count)
 * CHECK review_count = ((((stars_1 + stars_2) + stars_3) + stars_4) + stars_5)
 * CHECK stars_sum = ((((stars_1 + (2 * stars_2)) + (3 * stars_3)) + (4 * stars_4)) + (5 * stars_5))
 * CHECK review_count > 0
 * CHECK stars_1 >= 0
 * CHECK stars_2 >= 0
 * CHECK stars_3 >= 0
 * CHECK stars_4 >= 0
 * CHECK stars_5 >= 0
 */
export interface Ratings {
  productId: string;
  shopId: string;
  reviewCount: number;
  starsSum: number;
  stars1: number;
  stars2: number;
  stars3: number;
  stars4: number;
  stars5: number;
  withPictures: number;
  withAddition: number;
}

/**
 * Everything a shop's reply has said; the highest version is shown.
 * UNIQUE (review_id, version)
 * PRIMARY KEY (id)
 * FOREIGN KEY (review_id) REFERENCES reviews.reviews(id)
 * CHECK text <> ''::text
 * CHECK version > 0
 */
export interface Replies {
  id: string;
  reviewId: string;
  version: number;
  text: string;
  byAccountId: string;
  at: Timestamp;
}

/**
 * One review of one line that was received. The database refuses to delete one or to change what the buyer said (电子商务法 Art. 39).
 * UNIQUE (line_id)
 * PRIMARY KEY (id)
 * FOREIGN KEY (line_id) REFERENCES reviews.purchases(line_id)
 * CHECK cardinality(added_picture_ids) <= 9
 * CHECK (added_text <> ''::text) AND (length(added_text) <= 1000)
 * CHECK (added_at IS NULL) = (added_text IS NULL)
 * CHECK (added_at IS NOT NULL) OR (cardinality(added_picture_ids) = 0)
 * CHECK ((replied_at IS NULL) = (reply_text IS NULL)) AND ((reply_version = 0) = (reply_text IS NULL))
 * CHECK ((removed_at IS NULL) = (removed_reason IS NULL)) AND ((removed_at IS NULL) = (removed_by IS NULL)) AND ((removed_at IS NULL) = (removed_note IS NULL))
 * CHECK cardinality(picture_ids) <= 9
 * CHECK (reply_text <> ''::text) AND (length(reply_text) <= 1000)
 * CHECK reply_version >= 0
 * CHECK (stars >= 1) AND (stars <= 5)
 * CHECK (text <> ''::text) AND (length(text) <= 1000)
 * CHECK useful_count >= 0
 * INDEX reviews_by_stars (product_id, stars, id DESC)
 * INDEX reviews_low (shop_id, id DESC) WHERE (stars <= 3)
 * INDEX reviews_newest (product_id, id DESC)
 * INDEX reviews_of_buyer (buyer_id, id DESC)
 * INDEX reviews_of_shop (shop_id, id DESC)
 * INDEX reviews_of_shop_with_pictures (shop_id, id DESC) WHERE has_pictures
 * INDEX reviews_unanswered (shop_id, id DESC) WHERE ((reply_version = 0) AND (removed_at IS NULL))
 * INDEX reviews_useful (product_id, useful_count DESC, id DESC)
 * INDEX reviews_with_addition (product_id, id DESC) WHERE has_addition
 * INDEX reviews_with_pictures (product_id, id DESC) WHERE has_pictures
 */
export interface Reviews {
  id: string;
  lineId: string;
  shopId: string;
  productId: string;
  buyerId: string;
  stars: number;
  text: string;
  pictureIds: string[];
  isAnonymous: boolean;
  createdAt: Timestamp;
  addedText: string | null;
  addedPictureIds: Generated<string[]>;
  addedAt: Timestamp | null;
  replyText: string | null;
  repliedAt: Timestamp | null;
  replyVersion: Generated<number>;
  usefulCount: Generated<number>;
  /** Taken down by the platform: what was said stays here, for the record, and is not shown. */
  removedAt: Timestamp | null;
  removedBy: string | null;
  removedReason: 'illegal' | 'obscene' | 'insulting' | 'private-data' | 'advertising' | null;
  removedNote: string | null;
  hasPictures: GeneratedAlways<boolean>;
  hasAddition: GeneratedAlways<boolean>;
}

/**
 * Who found a review useful; the review counts them.
 * PRIMARY KEY (review_id, account_id)
 * FOREIGN KEY (review_id) REFERENCES reviews.reviews(id)
 */
export interface UsefulVotes {
  reviewId: string;
  accountId: string;
  at: Timestamp;
}

declare module '#platform/db-types' {
  interface Tables {
    'reviews.answers': Answers;
    'reviews.purchases': Purchases;
    'reviews.questions': Questions;
    'reviews.ratings': Ratings;
    'reviews.replies': Replies;
    'reviews.reviews': Reviews;
    'reviews.usefulVotes': UsefulVotes;
  }
}
