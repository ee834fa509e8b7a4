import { useApi } from '@tuanzi/client/react';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { useSession } from '../../../session.tsx';

/** What a change of the tree makes old. */
export const afterCategories = [
  'GET /api/console/shops/{shopId}/categories',
  'GET /api/console/shops/{shopId}/products',
  'GET /api/console/shops/{shopId}/products/{productId}',
  'GET /api/categories',
] as const;

export function useCategories() {
  const { shopId } = useSession();
  return useApi('GET /api/console/shops/{shopId}/categories', { params: { shopId } }, { staleMs: 30_000 });
}

/** From the top down to a category. */
export function lineTo(categories: readonly CategoryView[], id: string | null): CategoryView[] {
  const category = categories.find((each) => each.id === id);
  return category === undefined ? [] : [...lineTo(categories, category.parentId), category];
}

/** Those under the same parent, in their order. */
export function levelOf(categories: readonly CategoryView[], parentId: string | null): CategoryView[] {
  return categories.filter((each) => each.parentId === parentId);
}

/** How many levels a category and what is under it take. */
export function heightOf(categories: readonly CategoryView[], id: string): number {
  return 1 + Math.max(0, ...levelOf(categories, id).map((child) => heightOf(categories, child.id)));
}
