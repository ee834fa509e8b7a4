import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { BackButton } from '../../shell/PageBar.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { Masonry, MasonrySkeleton } from '../products/ProductTile.tsx';
import styles from './home.module.css';

/** Search as one types; the words stand in the address, so the way back from a product finds them again. */
export function SearchPage() {
  const t = useT();
  const [query, setQuery] = useSearchParams();
  const typed = query.get('q') ?? '';
  const asked = useDeferredValue(typed.trim());
  const categories = useApi('GET /api/categories', {}, { staleMs: 300_000 });
  const found = useApiPages('GET /api/products', { query: { q: asked, limit: 20 } }, { isEnabled: asked !== '' });
  const ask = (q: string) => setQuery(q === '' ? {} : { q }, { replace: true });
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
            onChange={(event) => ask(event.target.value)}
            data-testid="search-input"
          />
        </label>
      </search>
      {asked === '' && categories.data?.items.length === 0 ? (
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
      ) : asked === '' ? (
        <div className={styles.section}>
          <div className="sh-heading">
            <h2>{t('search.categories')}</h2>
          </div>
          <div className={styles.categoriesWrap}>
            {categories.data?.items.map(({ name, productCount }) => (
              <button key={name} type="button" className="tz-button" data-size="s" onClick={() => ask(name)}>
                {name} <span className="sh-faint">{productCount}</span>
              </button>
            ))}
          </div>
        </div>
      ) : found.isError ? (
        <ProblemNote problem={found.error} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <MasonrySkeleton />
      ) : found.data.length === 0 ? (
        <Empty
          drawing="search"
          title={t('search.noneTitle', { words: asked })}
          words={t('search.noneWords')}
          next={
            <button type="button" className="tz-button" data-tone="soft" onClick={() => ask('')}>
              {t('search.clear')}
            </button>
          }
        />
      ) : (
        <Masonry products={found.data} isOnTop />
      )}
      {asked === '' ? null : <ListEnd pages={found} />}
    </>
  );
}
