import type { RatingView } from '@tuanzi/contract/reviews';
import type { ProductRating } from '#modules/catalog';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { averageTenths } from './rules.ts';
import { readRatings } from './store.ts';
import { countQuestions } from './store-questions.ts';

/** Everything a product's reviews come to, by product; every product asked for is there. */
export async function getRatings(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, RatingView>> {
  const [ratings, questions] = await Promise.all([readRatings(ctx, productIds), countQuestions(ctx, productIds)]);
  const rated = new Map(ratings.map((row) => [row.productId, row]));
  return new Map(
    productIds.map((id): [string, RatingView] => {
      const row = rated.get(id);
      const stars = row === undefined ? [0, 0, 0, 0, 0] : [row.stars1, row.stars2, row.stars3, row.stars4, row.stars5];
      return [
        id,
        {
          count: row?.reviewCount ?? 0,
          averageTenths: averageTenths(row?.starsSum ?? 0, row?.reviewCount ?? 0),
          stars,
          withPictures: row?.withPictures ?? 0,
          withAddition: row?.withAddition ?? 0,
          questions: questions.get(id) ?? 0,
        },
      ];
    }),
  );
}

/** For product cards: products without reviews are missing. */
export async function shortRatings(ctx: Ctx, productIds: readonly string[]): Promise<Map<string, ProductRating>> {
  return new Map(
    (await readRatings(ctx, productIds)).map((row) => [
      row.productId,
      { count: row.reviewCount, averageTenths: must(averageTenths(row.starsSum, row.reviewCount), 'a rating has reviews') },
    ]),
  );
}
