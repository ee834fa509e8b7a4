import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { RemovalRow } from './store.ts';

export interface QuestionRow extends RemovalRow {
  readonly id: string;
  readonly shopId: string;
  readonly productId: string;
  readonly accountId: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly answerCount: number;
}
export interface AnswerRow extends RemovalRow {
  readonly id: string;
  readonly questionId: string;
  readonly accountId: string;
  readonly isShop: boolean;
  readonly text: string;
  readonly createdAt: Date;
  readonly changedAt: Date | null;
}

async function select(ctx: Ctx, rest: RawBuilder<unknown>): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    select id, shop_id, product_id, account_id, text, created_at, answer_count, removed_at, removed_reason from reviews.questions ${rest}`.execute(
    ctx.db,
  );
  return rows;
}
const older = (before: string | undefined) => (before === undefined ? sql`` : sql`and id < ${before}`);

export async function insertQuestion(
  ctx: Ctx,
  { id, shopId, productId, accountId, text }: Pick<QuestionRow, 'id' | 'shopId' | 'productId' | 'accountId' | 'text'>,
): Promise<void> {
  await sql`insert into reviews.questions (id, shop_id, product_id, account_id, text, created_at) values (${id}, ${shopId}, ${productId}, ${accountId}, ${text}, ${ctx.now})`.execute(
    ctx.db,
  );
}

export async function readQuestion(ctx: Ctx, id: string): Promise<QuestionRow | undefined> {
  return (await select(ctx, sql`where id = ${id}`))[0];
}

export async function lockQuestion(ctx: Ctx, id: string): Promise<QuestionRow | undefined> {
  return (await select(ctx, sql`where id = ${id} for no key update`))[0];
}

export async function readQuestionsOfProduct(
  ctx: Ctx,
  of: { productId: string; before?: string | undefined; limit: number },
): Promise<QuestionRow[]> {
  return select(ctx, sql`where product_id = ${of.productId} ${older(of.before)} order by id desc limit ${of.limit}`);
}

export async function readQuestionsOfShop(
  ctx: Ctx,
  of: { shopId: string; isOpen: boolean; before?: string | undefined; limit: number },
): Promise<QuestionRow[]> {
  const open = of.isOpen ? sql`and answer_count = 0 and removed_at is null` : sql``;
  return select(ctx, sql`where shop_id = ${of.shopId} ${open} ${older(of.before)} order by id desc limit ${of.limit}`);
}

export async function countOpenQuestions(ctx: Ctx, shopId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from reviews.questions where shop_id = ${shopId} and answer_count = 0 and removed_at is null limit 1000) open`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

/** Shown as a number beside the product's reviews, where a thousand and more are the same. */
export async function countQuestions(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select p.id, c.count from unnest(${productIds}::text[]) as p (id)
     cross join lateral (select count(*) as count from (select 1 from reviews.questions q where q.product_id = p.id limit 1000) first) c`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row.count]));
}

/** The shop's first, then the oldest, so many of each question. */
export async function readAnswers(ctx: Ctx, questionIds: readonly string[], each: number): Promise<Map<string, AnswerRow[]>> {
  const { rows } = await sql<AnswerRow>`
    select a.* from unnest(${questionIds}::text[]) as q (id)
     cross join lateral (select id, question_id, account_id, is_shop, text, created_at, changed_at, removed_at, removed_reason from reviews.answers
                          where question_id = q.id order by is_shop desc, id limit ${each}) a`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.questionId);
}

export async function hasAnswered(ctx: Ctx, questionId: string, accountId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from reviews.answers where question_id = ${questionId} and account_id = ${accountId} and not is_shop`.execute(
      ctx.db,
    );
  return rows.length > 0;
}

/** Under the question's lock. False when that buyer has answered already. */
export async function insertBuyersAnswer(
  ctx: Ctx,
  { id, questionId, accountId, text }: Pick<AnswerRow, 'id' | 'questionId' | 'accountId' | 'text'>,
): Promise<boolean> {
  const { rows } = await sql`
    with said as (
      insert into reviews.answers (id, question_id, account_id, is_shop, text, created_at) values (${id}, ${questionId}, ${accountId}, false, ${text}, ${ctx.now})
      on conflict (question_id, account_id) where not is_shop do nothing returning question_id
    )
    update reviews.questions q set answer_count = answer_count + 1 from said where q.id = said.question_id returning q.id`.execute(ctx.db);
  return rows.length > 0;
}

export async function readShopsAnswer(ctx: Ctx, questionId: string): Promise<AnswerRow | undefined> {
  const { rows } = await sql<AnswerRow>`select * from reviews.answers where question_id = ${questionId} and is_shop`.execute(ctx.db);
  return rows[0];
}

/** Under the question's lock, which is why there is one at most. */
export async function saveShopsAnswer(
  ctx: Ctx,
  { id, questionId, accountId, text }: Pick<AnswerRow, 'id' | 'questionId' | 'accountId' | 'text'>,
): Promise<void> {
  await sql`
    with said as (
      insert into reviews.answers (id, question_id, account_id, is_shop, text, created_at) values (${id}, ${questionId}, ${accountId}, true, ${text}, ${ctx.now})
      on conflict (question_id) where is_shop do update set text = excluded.text, account_id = excluded.account_id, changed_at = ${ctx.now} returning question_id, changed_at is null as is_new
    )
    update reviews.questions q set answer_count = answer_count + 1 from said where q.id = said.question_id and said.is_new`.execute(ctx.db);
}
