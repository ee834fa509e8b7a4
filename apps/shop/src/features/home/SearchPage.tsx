import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { BackButton } from '../../shell/PageBar.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { Masonry, MasonrySkeleton } from '../products/ProductTile.tsx';
import { CategoryChips, useCategories } from './CategoryChips.tsx';
import { CategoryTree } from './CategoryTree.tsx';
import styles from './home.module.css';

/** Search as one types; the words stand in the address, so the way back from a product finds them again. */
export function SearchPage() {
  const t = useT();
  const [query, setQuery] = useSearchParams();
  const typed = query.get('q') ?? '';
  const asked = useDeferredValue(typed.trim());
  const categoryId = query.get('category');
  const categories = useCategories();
  const isAsking = asked !== '' || categoryId !== null;
  const found = useApiPages(
    'GET /api/products',
    { query: { limit: 20, ...(asked !== '' && { q: asked }), ...(categoryId !== null && { categoryId }) } },
    { isEnabled: isAsking },
  );
  const ask = (q: string, category: string | null) =>
    setQuery({ ...(q !== '' && { q }), ...(category !== null && { category }) }, { replace: true });
  return (
    <>
      <search className={styles.searchBar}>
        <BackButton />
        <label className={styles.searchField}>
          <Search size={18} strokeWidth={1.75} aria-hidden="true" />
          <span className="tz-heard">{t('search.hint')}</span>
          {/* The page is opened to type. */}
          <input
            type="search"
            autoFocus
            enterKeyHint="search"
            value={typed}
            maxLength={60}
            placeholder={t('search.hint')}
            onChange={(event) => ask(event.target.value, categoryId)}
            data-testid="search-input"
          />
        </label>
      </search>
      {isAsking && categories.data !== undefined && categories.data.items.length > 0 ? (
        <div className={styles.section}>
          <CategoryChips categories={categories.data.items} chosenId={categoryId} onChoose={(id) => ask(typed, id)} />
        </div>
      ) : null}
      {!isAsking && categories.data?.items.length === 0 ? (
        <Empty
          drawing="search"
          title={t('home.noProducts')}
          words={t('home.noProductsWords')}
          next={
            <Link to="/live" className="tz-button" data-tone="soft">
              {t('home.seeLive')}
            </Link>
          }
        />
      ) : !isAsking ? (
        <div className={styles.section}>
          <div className="sh-heading">
            <h2>{t('search.categories')}</h2>
          </div>
          <CategoryTree categories={categories.data?.items ?? []} onChoose={(id) => ask('', id)} />
        </div>
      ) : found.isError ? (
        <ProblemNote problem={found.error} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <MasonrySkeleton />
      ) : found.data.length === 0 ? (
        <Empty
          drawing="search"
          title={asked === '' ? t('search.noneHere') : t('search.noneTitle', { words: asked })}
          words={t('search.noneWords')}
          next={
            <button type="button" className="tz-button" data-tone="soft" onClick={() => ask('', null)}>
              {t('search.clear')}
            </button>
          }
        />
      ) : (
        <Masonry products={found.data} isOnTop />
      )}
      {isAsking ? <ListEnd pages={found} /> : null}
    </>
  );
}
