import type { ConsoleQuestion, QuestionView } from '@tuanzi/contract/reviews';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { mayAnswer } from './answer-question.ts';
import { presentConsoleQuestions, presentQuestions } from './present.ts';
import { readQuestion, readQuestionsOfProduct, readQuestionsOfShop } from './store-questions.ts';

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Answers a list shows of each question, and its own page. */
const answersInList = 3;
const answersOnPage = 100;

export async function listQuestions(
  ctx: Ctx,
  { productId, cursor, limit }: Paging & { productId: string },
  viewerId: string | null,
): Promise<{ items: QuestionView[]; nextCursor: string | null }> {
  const rows = await readQuestionsOfProduct(ctx, { productId, before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    items: await presentQuestions(ctx, shown, { viewerId, answersMax: answersInList }),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function getQuestion(ctx: Ctx, questionId: string, viewerId: string | null): Promise<QuestionView & { mayAnswer: boolean }> {
  const row = await readQuestion(ctx, questionId);
  if (row === undefined) throw problem('not_found');
  const [view] = await presentQuestions(ctx, [row], { viewerId, answersMax: answersOnPage });
  if (view === undefined) throw problem('not_found');
  return { ...view, mayAnswer: await mayAnswer(ctx, row, viewerId) };
}

export async function listShopQuestions(
  ctx: Ctx,
  query: Paging & { shopId: string; need?: 'open' | undefined },
  viewerId: string,
): Promise<{ items: ConsoleQuestion[]; nextCursor: string | null }> {
  const { shopId, need, cursor, limit } = query;
  const rows = await readQuestionsOfShop(ctx, { shopId, isOpen: need === 'open', before: cursor, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    items: await presentConsoleQuestions(ctx, shown, viewerId),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function getShopQuestion(ctx: Ctx, of: { shopId: string; questionId: string }, viewerId: string): Promise<ConsoleQuestion> {
  const row = await readQuestion(ctx, of.questionId);
  const [view] = row?.shopId === of.shopId ? await presentConsoleQuestions(ctx, [row], viewerId) : [];
  if (view === undefined) throw problem('not_found');
  return view;
}
