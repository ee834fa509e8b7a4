import type { CategoryView } from '@tuanzi/contract/catalog';
import { useWords } from '../../shell/use-words.ts';
import styles from './home.module.css';

/** All categories at once: where none has any under it, as chips; else each of the first level with those below it. */
export function CategoryTree({ categories, onChoose }: { categories: readonly CategoryView[]; onChoose: (categoryId: string) => void }) {
  const words = useWords();
  const chip = (category: CategoryView) => (
    <button
      key={category.id}
      type="button"
      className="tz-button"
      data-size="s"
      onClick={() => onChoose(category.id)}
      data-testid="category"
    >
      {words(category.name)} <span className="sh-faint">{category.productCount}</span>
    </button>
  );
  if (categories.every(({ parentId }) => parentId === null)) return <div className={styles.treeNext}>{categories.map(chip)}</div>;
  const under = (id: string): CategoryView[] =>
    categories.filter(({ parentId }) => parentId === id).flatMap((category) => [category, ...under(category.id)]);
  return (
    <ul className={styles.tree}>
      {categories
        .filter(({ parentId }) => parentId === null)
        .map((top) => (
          <li key={top.id}>
            <button type="button" className={styles.treeTop} onClick={() => onChoose(top.id)} data-testid="category">
              {words(top.name)} <span className="sh-faint">{top.productCount}</span>
            </button>
            {under(top.id).length === 0 ? null : <div className={styles.treeNext}>{under(top.id).map(chip)}</div>}
          </li>
        ))}
    </ul>
  );
}
