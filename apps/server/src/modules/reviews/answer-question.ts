import { record } from '#modules/audit';
import { roleOf } from '#modules/identity';
import { screenText } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { hasBought } from './store-purchases.ts';
import { hasAnswered, insertBuyersAnswer, lockQuestion, readShopsAnswer, saveShopsAnswer, type QuestionRow } from './store-questions.ts';

/** Who works for the shop speaks for the shop, whatever they bought. */
export async function mayAnswer(ctx: Ctx, question: QuestionRow, accountId: string | null): Promise<boolean> {
  if (accountId === null || question.removedAt !== null) return false;
  if (!(await hasBought(ctx, accountId, question.productId))) return false;
  return (await roleOf(ctx, accountId, question.shopId)) === null && !(await hasAnswered(ctx, question.id, accountId));
}

/** Says something as somebody who received the product; once, and not to be changed. */
export async function answerAsBuyer(ctx: Ctx, input: { questionId: string; accountId: string; text: string }): Promise<void> {
  const { questionId, accountId } = input;
  const question = await lockQuestion(ctx, questionId);
  if (question === undefined || question.removedAt !== null) throw problem('not_found');
  if (!(await hasBought(ctx, accountId, question.productId)) || (await roleOf(ctx, accountId, question.shopId)) !== null)
    throw problem('not_a_buyer');
  const text = await screenText(ctx, input.text);
  if (!(await insertBuyersAnswer(ctx, { id: newId('ans', ctx.now.getTime()), questionId, accountId, text })))
    throw problem('already_answered');
}

/** The shop's one answer, marked as such; the audit log keeps what it said before. */
export async function answerAsShop(
  ctx: Ctx,
  input: { shopId: string; questionId: string; accountId: string; text: string },
): Promise<void> {
  const { shopId, questionId, accountId } = input;
  const question = await lockQuestion(ctx, questionId);
  if (question?.shopId !== shopId || question.removedAt !== null) throw problem('not_found');
  const text = await screenText(ctx, input.text);
  const before = await readShopsAnswer(ctx, questionId);
  if (before !== undefined && before.removedAt !== null) throw problem('not_found');
  if (before?.text === text) return;
  await saveShopsAnswer(ctx, { id: newId('ans', ctx.now.getTime()), questionId, accountId, text });
  await record(ctx, {
    shopId,
    action: before === undefined ? 'question.answered' : 'question.answer-changed',
    targetId: questionId,
    detail: { text, before: before?.text ?? null },
  });
}
