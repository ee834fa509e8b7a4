import { getProductFacts } from '#modules/catalog';
import { screenText } from '#modules/scenes';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { insertQuestion } from './store-questions.ts';

/** Anybody with an account may ask those who bought a product. */
export async function askQuestion(ctx: Ctx, input: { productId: string; accountId: string; text: string }): Promise<string> {
  const product = (await getProductFacts(ctx, [input.productId])).get(input.productId);
  if (product === undefined) throw problem('not_found');
  if (product.status === 'draft') throw problem('product_unavailable');
  const id = newId('qst', ctx.now.getTime());
  const text = await screenText(ctx, input.text);
  await insertQuestion(ctx, { id, shopId: product.shopId, productId: product.id, accountId: input.accountId, text });
  return id;
}
