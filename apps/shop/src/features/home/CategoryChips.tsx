import { useApi } from '@tuanzi/client/react';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { lineTo, levelsOf } from './categories.ts';
import styles from './home.module.css';

/** What the shops have on sale, as a tree. */
export function useCategories() {
  return useApi('GET /api/categories', { query: {} }, { staleMs: 300_000 });
}

type CategoryChipsProps = { categories: readonly CategoryView[]; chosenId: string | null; onChoose: (categoryId: string | null) => void };

/** A line of chips for each level as far as somebody has gone into it. Tapping what is chosen goes back to where it stands. */
export function CategoryChips({ categories, chosenId, onChoose }: CategoryChipsProps) {
  const t = useT();
  const words = useWords();
  const line = lineTo(categories, chosenId);
  return (
    <nav className={styles.levels} aria-label={t('search.categories')}>
      {levelsOf(categories, chosenId).map((level, depth) => {
        const above = depth === 0 ? null : (line[depth - 1]?.id ?? null);
        return (
          <div key={above} className={styles.categories} data-depth={depth}>
            <button type="button" aria-pressed={chosenId === above} onClick={() => onChoose(above)}>
              {t('home.allProducts')}
            </button>
            {level.map((category) => (
              <button
                key={category.id}
                type="button"
                aria-pressed={line.some(({ id }) => id === category.id)}
                onClick={() => onChoose(chosenId === category.id ? above : category.id)}
                data-testid="category"
              >
                {words(category.name)}
              </button>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
