import type { ConsoleOrder } from '@tuanzi/contract/orders';
import type { Title } from '@tuanzi/contract/shapes';

/** The coupon in the price of an order: its parts stand in the lines, and this is what they come to. */
export function couponOf({ lines }: Pick<ConsoleOrder, 'lines'>): { readonly title: Title; readonly discountFen: number } | undefined {
  const parts = lines.flatMap(({ reasons }) => reasons.filter(({ code }) => code === 'coupon'));
  const [first] = parts;
  if (first === undefined) return undefined;
  return { title: first.label, discountFen: -parts.reduce((sum, { amountFen }) => sum + amountFen, 0) };
}
