import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Cursor, Done, Id, Instant, Limit, PageQuery, Picture, Title, page, words } from './shapes.ts';

/** Pictures of a review, and again of what is added to it. */
export const reviewPicturesMax = 9;
export const reviewTextMax = 500;
export const ReviewText = words(reviewTextMax);
export const QuestionText = words(120);
export const AnswerText = words(300);
const Stars = z.int().min(1).max(5);
const pictureIds = z
  .array(z.string().regex(/^\w{1,60}$/))
  .max(reviewPicturesMax)
  .default([]);

/** Why the platform took something down; the shop cannot. */
export const removalReasons = ['illegal', 'obscene', 'insulting', 'private-data', 'advertising'] as const;
export const Removal = z.object({ reason: z.enum(removalReasons), at: Instant }).meta({ id: 'Removal' });
/** Who says something, as strangers see them: never an id. */
const Author = z.object({ nickname: z.string(), avatarUrl: z.string().nullable() });

export const ReviewView = z
  .object({
    id: Id,
    productId: Id,
    stars: Stars,
    text: z.string(),
    pictures: z.array(Picture),
    title: Title,
    options: z.array(Title).meta({ description: 'What was bought, as it was called then.' }),
    author: Author,
    isAnonymous: z.boolean(),
    isMine: z.boolean(),
    createdAt: Instant,
    addition: z.object({ text: z.string(), pictures: z.array(Picture), at: Instant }).nullable(),
    reply: z.object({ text: z.string(), at: Instant, isChanged: z.boolean() }).nullable(),
    usefulCount: z.int(),
    isUsefulToMe: z.boolean(),
    isRefunded: z.boolean().meta({ description: 'What was paid went back in full after the review was written.' }),
    removal: Removal.nullable().meta({
      description: 'Taken down by the platform: the words and pictures are gone, the stars still count.',
    }),
  })
  .meta({ id: 'ReviewView' });
export type ReviewView = z.infer<typeof ReviewView>;

/** One's own review, with what may still be done about it. */
export const MyReview = ReviewView.extend({
  orderId: Id,
  picture: Picture.nullable().meta({ description: 'Of what was bought.' }),
  addBy: Instant.nullable().meta({ description: 'Until when something may be added; null when nothing may.' }),
}).meta({ id: 'MyReview' });
export type MyReview = z.infer<typeof MyReview>;

/** A line of an order that was received. */
export const ReviewableLine = z
  .object({
    lineId: Id,
    orderId: Id,
    productId: Id,
    title: Title,
    options: z.array(Title),
    picture: Picture.nullable(),
    quantity: z.int(),
    receivedAt: Instant,
    reviewBy: Instant,
    state: z.enum(['open', 'reviewed', 'over', 'refunded', 'own-shop']),
    reviewId: Id.nullable(),
  })
  .meta({ id: 'ReviewableLine' });
export type ReviewableLine = z.infer<typeof ReviewableLine>;

export const RatingView = z
  .object({
    count: z.int(),
    averageTenths: z.int().nullable().meta({ description: 'Ten times the average, cut and never rounded up; null without reviews.' }),
    stars: z.array(z.int()).length(5).meta({ description: 'How many gave one star, two, … five.' }),
    withPictures: z.int(),
    withAddition: z.int(),
    questions: z.int(),
  })
  .meta({ id: 'RatingView' });
export type RatingView = z.infer<typeof RatingView>;

export const AnswerView = z
  .object({
    id: Id,
    text: z.string(),
    author: Author,
    by: z.enum(['shop', 'buyer']),
    isMine: z.boolean(),
    at: Instant,
    isChanged: z.boolean(),
    removal: Removal.nullable(),
  })
  .meta({ id: 'AnswerView' });
export type AnswerView = z.infer<typeof AnswerView>;
export const QuestionView = z
  .object({
    id: Id,
    productId: Id,
    text: z.string(),
    author: Author,
    isMine: z.boolean(),
    at: Instant,
    answerCount: z.int(),
    answers: z.array(AnswerView).meta({ description: 'The shop’s first, then the oldest; in lists the first three.' }),
    removal: Removal.nullable(),
  })
  .meta({ id: 'QuestionView' });
export type QuestionView = z.infer<typeof QuestionView>;

export const ConsoleReview = ReviewView.extend({
  picture: Picture.nullable(),
  orderId: Id.nullable().meta({ description: 'Not told for anonymous reviews.' }),
  orderNumber: z.string().nullable(),
}).meta({ id: 'ConsoleReview' });
export type ConsoleReview = z.infer<typeof ConsoleReview>;
export const ConsoleQuestion = QuestionView.extend({ title: Title, picture: Picture.nullable() }).meta({ id: 'ConsoleQuestion' });
export type ConsoleQuestion = z.infer<typeof ConsoleQuestion>;

const productId = z.object({ productId: Id });
const questionId = z.object({ questionId: Id });
const reviewId = z.object({ reviewId: Id });
const inShop = z.object({ shopId: Id });
const flag = z.enum(['true']).optional();

export const reviews = defineApi({
  'GET /api/products/{productId}/rating': {
    summary: 'Average, counts and how the stars are spread, from all reviews of a product',
    access: 'public',
    params: productId,
    reply: RatingView,
  },
  'GET /api/products/{productId}/reviews': {
    summary: 'Reviews of a product, by those who bought it',
    access: 'public',
    params: productId,
    query: z.object({
      sort: z.enum(['newest', 'useful']).default('newest'),
      stars: z.coerce.number<string | number>().int().min(1).max(5).optional(),
      hasPictures: flag,
      hasAddition: flag,
      cursor: Cursor.optional(),
      limit: Limit,
    }),
    reply: page(ReviewView),
  },
  'PUT /api/reviews/{reviewId}/useful': {
    summary: 'This review helped me; said once however often',
    access: 'account',
    params: reviewId,
    perMinute: 60,
    reply: z.object({ usefulCount: z.int() }),
    problems: ['own_review'],
  },
  'DELETE /api/reviews/{reviewId}/useful': {
    summary: 'It did not after all',
    access: 'account',
    params: reviewId,
    perMinute: 60,
    reply: z.object({ usefulCount: z.int() }),
  },
  'POST /api/me/review-pictures': {
    summary: 'Upload a picture for a review (multipart, part `file`)',
    access: 'account',
    reply: Picture,
    status: 201,
    perMinute: 30,
    problems: ['not_a_picture', 'picture_too_large'],
  },
  'GET /api/orders/{orderId}/reviews': {
    summary: 'The lines of my order that I received, and whether I may review them',
    access: 'account',
    params: z.object({ orderId: Id }),
    reply: z.object({ items: z.array(ReviewableLine) }),
  },
  'POST /api/orders/{orderId}/reviews': {
    summary: 'Review one line of my order, once',
    access: 'account',
    params: z.object({ orderId: Id }),
    body: z.object({ lineId: Id, stars: Stars, text: ReviewText, pictureIds, isAnonymous: z.boolean().default(false) }),
    perMinute: 30,
    reply: MyReview,
    status: 201,
    problems: [
      'order_not_received',
      'already_reviewed',
      'review_time_over',
      'refunded_not_reviewable',
      'own_shop_not_reviewable',
      'words_refused',
      'unknown_picture',
    ],
  },
  'GET /api/me/reviews': { summary: 'My reviews, newest first', access: 'account', query: PageQuery, reply: page(MyReview) },
  'GET /api/me/reviews/open': {
    summary: 'What I received and have not reviewed, while there is time',
    access: 'account',
    query: PageQuery,
    reply: page(ReviewableLine),
  },
  'GET /api/me/reviews/counts': {
    summary: 'How many lines wait for my review, counted to 100',
    access: 'account',
    reply: z.object({ open: z.int() }),
  },
  'POST /api/me/reviews/{reviewId}/addition': {
    summary: 'Add to my review, once, after using what I bought for a while',
    access: 'account',
    params: reviewId,
    body: z.object({ text: ReviewText, pictureIds }),
    perMinute: 30,
    reply: MyReview,
    status: 201,
    problems: ['already_added', 'review_time_over', 'words_refused', 'unknown_picture'],
  },
  'GET /api/products/{productId}/questions': {
    summary: 'Questions to those who bought a product, newest first',
    access: 'public',
    params: productId,
    query: PageQuery,
    reply: page(QuestionView),
  },
  'POST /api/products/{productId}/questions': {
    summary: 'Ask those who bought it',
    access: 'account',
    params: productId,
    body: z.object({ text: QuestionText }),
    perMinute: 12,
    reply: QuestionView,
    status: 201,
    problems: ['product_unavailable', 'words_refused'],
  },
  'GET /api/questions/{questionId}': {
    summary: 'One question with its first hundred answers',
    access: 'public',
    params: questionId,
    reply: QuestionView.extend({ mayAnswer: z.boolean() }),
  },
  'POST /api/questions/{questionId}/answers': {
    summary: 'Answer as somebody who bought it, once',
    access: 'account',
    params: questionId,
    body: z.object({ text: AnswerText }),
    perMinute: 12,
    reply: QuestionView,
    status: 201,
    problems: ['not_a_buyer', 'already_answered', 'words_refused'],
  },
  'GET /api/console/shops/{shopId}/reviews': {
    summary: 'Reviews of a shop’s products, newest first',
    access: 'shop:staff',
    params: inShop,
    query: PageQuery.extend({ need: z.enum(['unanswered', 'low', 'pictures']).optional(), productId: Id.optional() }),
    reply: page(ConsoleReview),
  },
  'GET /api/console/shops/{shopId}/reviews/counts': {
    summary: 'How many reviews and questions wait for an answer, counted to 1000',
    access: 'shop:staff',
    params: inShop,
    reply: z.object({ unanswered: z.int(), lowUnanswered: z.int(), openQuestions: z.int() }),
  },
  'PUT /api/console/shops/{shopId}/reviews/{reviewId}/reply': {
    summary: 'The shop’s one reply to a review; what it said before is kept',
    access: 'shop:operator',
    params: z.object({ shopId: Id, reviewId: Id }),
    body: z.object({ text: ReviewText }),
    reply: ConsoleReview,
    problems: ['words_refused'],
  },
  'GET /api/console/shops/{shopId}/reviews/{reviewId}/replies': {
    summary: 'Everything the shop’s reply has said, newest first',
    access: 'shop:staff',
    params: z.object({ shopId: Id, reviewId: Id }),
    reply: z.object({ items: z.array(z.object({ id: Id, text: z.string(), by: z.string(), at: Instant })) }),
  },
  'GET /api/console/shops/{shopId}/questions': {
    summary: 'Questions on a shop’s products, newest first',
    access: 'shop:staff',
    params: inShop,
    query: PageQuery.extend({ need: z.enum(['open']).optional().meta({ description: 'Those nobody has answered.' }) }),
    reply: page(ConsoleQuestion),
  },
  'PUT /api/console/shops/{shopId}/questions/{questionId}/answer': {
    summary: 'The shop’s answer to a question, marked as such',
    access: 'shop:operator',
    params: z.object({ shopId: Id, questionId: Id }),
    body: z.object({ text: AnswerText }),
    reply: ConsoleQuestion,
    problems: ['words_refused'],
  },
  'POST /api/platform/removals': {
    summary: 'Take down what the law does not allow; the reason is shown in its place and kept',
    access: 'platform:admin',
    body: z.object({
      kind: z.enum(['review', 'question', 'answer']),
      targetId: Id,
      reason: z.enum(removalReasons),
      note: words(200).meta({ description: 'What exactly, for the record; not shown.' }),
    }),
    reply: Done,
    problems: ['already_removed'],
  },
});

export const reviewsProblems = defineProblems({
  order_not_received: [409, 'Only what you have received can be reviewed.', '收到商品后才能评价'],
  already_reviewed: [409, 'You have reviewed this already.', '这件商品你已经评价过了'],
  review_time_over: [409, 'The time for this is over.', '已超过评价时间'],
  refunded_not_reviewable: [409, 'What was refunded in full cannot be reviewed.', '已全额退款的商品不能评价'],
  own_shop_not_reviewable: [403, 'People who work for the shop do not review its products.', '店铺工作人员不能评价自家商品'],
  already_added: [409, 'You have added to this review already.', '每条评价只能追评一次'],
  own_review: [409, 'This is your own review.', '不能给自己的评价点有用'],
  not_a_buyer: [403, 'Only people who bought this can answer.', '买过这件商品的人才能回答'],
  already_answered: [409, 'You have answered this question already.', '这个问题你已经回答过了'],
  already_removed: [409, 'This was taken down already.', '该内容已被移除'],
});
