import { reviews } from '@tuanzi/contract/reviews';
import type { FastifyInstance } from 'fastify';
import { readUpload, storePicture } from '#modules/media';
import type { App } from '#platform/app';
import { must } from '#platform/assert';
import { knownCaller } from '#platform/http/access';
import { mount, type Handlers } from '#platform/http/mount';
import { createReader } from '#platform/reader';
import { addToReview } from './add-to-review.ts';
import { answerAsBuyer, answerAsShop } from './answer-question.ts';
import { askQuestion } from './ask-question.ts';
import { getQuestion, getShopQuestion, listQuestions, listShopQuestions } from './list-questions.ts';
import {
  countOpenLines,
  getMyReview,
  getShopReview,
  listLinesOfOrder,
  listMyReviews,
  listOpenLines,
  listReplies,
  listReviews,
  listShopReviews,
} from './list-reviews.ts';
import { markUseful } from './mark-useful.ts';
import { getRatings } from './read-ratings.ts';
import { replyToReview } from './reply-to-review.ts';
import { countUnanswered } from './store.ts';
import { countOpenQuestions } from './store-questions.ts';
import { takeDown } from './take-down.ts';
import { writeReview } from './write-review.ts';

type Part = Partial<Handlers<typeof reviews>>;

export function reviewRoutes(app: App, http: FastifyInstance): void {
  mount(http, reviews, { ...productRoutes(app), ...buyerRoutes(app), ...questionRoutes(app), ...consoleRoutes(app) });
}

function productRoutes(app: App) {
  const readRating = createReader(app, getRatings);
  return {
    'GET /api/products/{productId}/rating': async ({ params }) =>
      must(await readRating(params.productId), 'every product asked for is there'),
    'GET /api/products/{productId}/reviews': ({ params, query, caller }) =>
      listReviews(app.read(caller), { ...params, ...query }, caller.accountId),
    'PUT /api/reviews/{reviewId}/useful': async ({ params, caller }) => ({
      usefulCount: await app.transact(caller, (ctx) => markUseful(ctx, { ...params, accountId: caller.accountId, isUseful: true })),
    }),
    'DELETE /api/reviews/{reviewId}/useful': async ({ params, caller }) => ({
      usefulCount: await app.transact(caller, (ctx) => markUseful(ctx, { ...params, accountId: caller.accountId, isUseful: false })),
    }),
  } satisfies Part;
}

function buyerRoutes(app: App) {
  return {
    'POST /api/me/review-pictures': async ({ caller, request }) =>
      storePicture(app, knownCaller(caller), { bytes: await readUpload(request), shopId: null }),
    'GET /api/orders/{orderId}/reviews': async ({ params, caller }) => ({
      items: await listLinesOfOrder(app.read(caller), { ...params, buyerId: caller.accountId }),
    }),
    'POST /api/orders/{orderId}/reviews': async ({ params, body, caller }) => {
      const id = await app.transact(caller, (ctx) => writeReview(ctx, { ...params, ...body, buyerId: caller.accountId }));
      return getMyReview(app.read(caller), id, caller.accountId);
    },
    'GET /api/me/reviews': ({ query, caller }) => listMyReviews(app.read(caller), caller.accountId, query),
    'GET /api/me/reviews/open': ({ query, caller }) => listOpenLines(app.read(caller), caller.accountId, query),
    'GET /api/me/reviews/counts': async ({ caller }) => ({ open: await countOpenLines(app.read(caller), caller.accountId) }),
    'POST /api/me/reviews/{reviewId}/addition': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => addToReview(ctx, { ...params, ...body, buyerId: caller.accountId }));
      return getMyReview(app.read(caller), params.reviewId, caller.accountId);
    },
  } satisfies Part;
}

function questionRoutes(app: App) {
  return {
    'GET /api/products/{productId}/questions': ({ params, query, caller }) =>
      listQuestions(app.read(caller), { ...params, ...query }, caller.accountId),
    'POST /api/products/{productId}/questions': async ({ params, body, caller }) => {
      const id = await app.transact(caller, (ctx) => askQuestion(ctx, { ...params, ...body, accountId: caller.accountId }));
      return getQuestion(app.read(caller), id, caller.accountId);
    },
    'GET /api/questions/{questionId}': ({ params, caller }) => getQuestion(app.read(caller), params.questionId, caller.accountId),
    'POST /api/questions/{questionId}/answers': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => answerAsBuyer(ctx, { ...params, ...body, accountId: caller.accountId }));
      return getQuestion(app.read(caller), params.questionId, caller.accountId);
    },
  } satisfies Part;
}

function consoleRoutes(app: App) {
  return {
    'GET /api/console/shops/{shopId}/reviews': ({ params, query, caller }) =>
      listShopReviews(app.read(caller), { ...params, ...query }, caller.accountId),
    'GET /api/console/shops/{shopId}/reviews/counts': async ({ params, caller }) => {
      const ctx = app.read(caller);
      const [reviewed, openQuestions] = await Promise.all([countUnanswered(ctx, params.shopId), countOpenQuestions(ctx, params.shopId)]);
      return { ...reviewed, openQuestions };
    },
    'PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => replyToReview(ctx, { ...params, ...body, by: caller.accountId }));
      return getShopReview(app.read(caller), params, caller.accountId);
    },
    'GET /api/console/shops/{shopId}/reviews/{reviewId}/replies': async ({ params, caller }) => ({
      items: await listReplies(app.read(caller), params),
    }),
    'GET /api/console/shops/{shopId}/questions': ({ params, query, caller }) =>
      listShopQuestions(app.read(caller), { ...params, ...query }, caller.accountId),
    'PUT /api/console/shops/{shopId}/questions/{questionId}/answer': async ({ params, body, caller }) => {
      await app.transact(caller, (ctx) => answerAsShop(ctx, { ...params, ...body, accountId: caller.accountId }));
      return getShopQuestion(app.read(caller), params, caller.accountId);
    },
    'POST /api/platform/removals': async ({ body, caller }) => {
      await app.transact(caller, (ctx) => takeDown(ctx, { ...body, id: body.targetId, by: caller.accountId }));
      return { ok: true } as const;
    },
  } satisfies Part;
}
