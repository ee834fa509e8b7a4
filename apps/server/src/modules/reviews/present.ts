import type { AnswerView, ConsoleQuestion, ConsoleReview, MyReview, QuestionView, ReviewView } from '@tuanzi/contract/reviews';
import type { Person, Picture } from '@tuanzi/contract/shapes';
import { getProductCards } from '#modules/catalog';
import { getPeople, maskNickname } from '#modules/identity';
import { getPictures } from '#modules/media';
import { getOrders } from '#modules/orders';
import { policyNumber } from '#modules/policy';
import { getShops } from '#modules/shops';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { deadline } from './rules.ts';
import { readVotes, type RemovalRow, type ReviewRow } from './store.ts';
import { readAnswers, type AnswerRow, type QuestionRow } from './store-questions.ts';

function removalOf({ removedAt, removedReason }: RemovalRow): ReviewView['removal'] {
  return removedAt === null || removedReason === null ? null : { reason: removedReason, at: removedAt.toISOString() };
}

/** Reviews as everybody sees them; `viewerId` is who looks. Three statements for any number. */
export async function presentReviews(ctx: Ctx, rows: readonly ReviewRow[], viewerId: string | null): Promise<ReviewView[]> {
  if (rows.length === 0) return [];
  const open = rows.filter((row) => row.removedAt === null);
  const [people, pictures, votes] = await Promise.all([
    getPeople(ctx, [...new Set(rows.map((row) => row.buyerId))]),
    getPictures(
      ctx,
      open.flatMap((row) => [...row.pictureIds, ...row.addedPictureIds]),
    ),
    readVotes(
      ctx,
      rows.map((row) => row.id),
      viewerId,
    ),
  ]);
  const picked = (ids: readonly string[]): Picture[] => ids.flatMap((id) => pictures.get(id) ?? []);
  return rows.map((row) => presentReview(row, { person: people.get(row.buyerId), picked, viewerId, isUsefulToMe: votes.has(row.id) }));
}

function presentReview(
  row: ReviewRow,
  around: { person: Person | undefined; picked: (ids: readonly string[]) => Picture[]; viewerId: string | null; isUsefulToMe: boolean },
): ReviewView {
  const isDown = row.removedAt !== null;
  const { person, picked, viewerId, isUsefulToMe } = around;
  return {
    id: row.id,
    productId: row.productId,
    stars: row.stars,
    text: isDown ? '' : row.text,
    pictures: isDown ? [] : picked(row.pictureIds),
    title: row.title,
    options: row.options,
    author: authorOf(person, { isMasked: row.isAnonymous }),
    isAnonymous: row.isAnonymous,
    isMine: row.buyerId === viewerId,
    createdAt: row.createdAt.toISOString(),
    addition:
      isDown || row.addedAt === null || row.addedText === null
        ? null
        : { text: row.addedText, pictures: picked(row.addedPictureIds), at: row.addedAt.toISOString() },
    // It quotes what was taken down more often than not.
    reply:
      isDown || row.replyText === null || row.repliedAt === null
        ? null
        : { text: row.replyText, at: row.repliedAt.toISOString(), isChanged: row.replyVersion > 1 },
    usefulCount: row.usefulCount,
    isUsefulToMe,
    isRefunded: row.isRefunded,
    removal: removalOf(row),
  };
}

function authorOf(person: Person | undefined, { isMasked }: { isMasked: boolean }): ReviewView['author'] {
  const nickname = person?.nickname ?? '';
  return isMasked ? { nickname: maskNickname(nickname), avatarUrl: null } : { nickname, avatarUrl: person?.avatarUrl ?? null };
}

/** To the one who wrote them. */
export async function presentMyReviews(ctx: Ctx, rows: readonly ReviewRow[], buyerId: string): Promise<MyReview[]> {
  const views = await presentReviews(ctx, rows, buyerId);
  const days = await policyNumber(ctx, 'review_addition_days');
  return rows.map((row, i) => {
    const addBy = deadline(row.createdAt, days);
    const mayAdd = row.addedAt === null && row.removedAt === null && addBy > ctx.now;
    return {
      ...must(views[i], 'every review is presented'),
      orderId: row.orderId,
      picture: row.picture,
      addBy: mayAdd ? addBy.toISOString() : null,
    };
  });
}

/** To the shop, which learns the order of those who gave their name and of nobody else. */
export async function presentConsoleReviews(ctx: Ctx, rows: readonly ReviewRow[], viewerId: string): Promise<ConsoleReview[]> {
  const views = await presentReviews(ctx, rows, viewerId);
  const orders = await getOrders(ctx, [...new Set(rows.flatMap((row) => (row.isAnonymous ? [] : row.orderId)))]);
  return rows.map((row, i) => {
    const order = row.isAnonymous ? undefined : orders.get(row.orderId);
    return {
      ...must(views[i], 'every review is presented'),
      picture: row.picture,
      orderId: order?.id ?? null,
      orderNumber: order?.number ?? null,
    };
  });
}

/** Who asks and who answers is masked: an answer tells what somebody bought. */
export async function presentQuestions(
  ctx: Ctx,
  rows: readonly QuestionRow[],
  { viewerId, answersMax }: { viewerId: string | null; answersMax: number },
): Promise<QuestionView[]> {
  if (rows.length === 0) return [];
  const answers = await readAnswers(
    ctx,
    rows.map((row) => row.id),
    answersMax,
  );
  const said = [...answers.values()].flat();
  const [people, shops] = await Promise.all([
    getPeople(ctx, [...new Set([...rows.map((row) => row.accountId), ...said.map((answer) => answer.accountId)])]),
    getShops(ctx, [...new Set(rows.map((row) => row.shopId))]),
  ]);
  return rows.map((row) => ({
    id: row.id,
    productId: row.productId,
    text: row.removedAt === null ? row.text : '',
    author: authorOf(people.get(row.accountId), { isMasked: true }),
    isMine: row.accountId === viewerId,
    at: row.createdAt.toISOString(),
    answerCount: row.answerCount,
    answers: (answers.get(row.id) ?? []).map((answer) =>
      presentAnswer(answer, {
        author: answer.isShop
          ? { nickname: shops.get(row.shopId)?.name.zh ?? '', avatarUrl: null }
          : authorOf(people.get(answer.accountId), { isMasked: true }),
        viewerId,
      }),
    ),
    removal: removalOf(row),
  }));
}

function presentAnswer(row: AnswerRow, { author, viewerId }: { author: AnswerView['author']; viewerId: string | null }): AnswerView {
  return {
    id: row.id,
    text: row.removedAt === null ? row.text : '',
    author,
    by: row.isShop ? 'shop' : 'buyer',
    isMine: !row.isShop && row.accountId === viewerId,
    at: row.createdAt.toISOString(),
    isChanged: row.changedAt !== null,
    removal: removalOf(row),
  };
}

export async function presentConsoleQuestions(ctx: Ctx, rows: readonly QuestionRow[], viewerId: string): Promise<ConsoleQuestion[]> {
  const views = await presentQuestions(ctx, rows, { viewerId, answersMax: 20 });
  const cards = await getProductCards(ctx, [...new Set(rows.map((row) => row.productId))]);
  return views.map((view) => {
    const card = must(cards.get(view.productId), 'products are never deleted');
    return { ...view, title: card.title, picture: card.picture };
  });
}
