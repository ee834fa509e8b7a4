import type { ProductCard } from '@tuanzi/contract/catalog';
import type { SessionView } from '@tuanzi/contract/live';
import { useApi } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useWords } from '../../shell/use-words.ts';
import styles from './live.module.css';

type ShelfSheetProps = {
  session: SessionView;
  pinnedId: string | null;
  isOpen: boolean;
  onClose: () => void;
  onBuy: (product: ProductCard) => void;
};

export function ShelfSheet({ session, pinnedId, isOpen, onClose, onBuy }: ShelfSheetProps) {
  const t = useT();
  const fresh = useApi('GET /api/sessions/{sessionId}', { params: { sessionId: session.id } }, { isEnabled: isOpen, staleMs: 5000 });
  const shelf = fresh.data?.shelf ?? session.shelf;
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t('live.shelfTitle', { count: shelf.length })} testId="shelf-sheet">
      {shelf.length === 0 ? (
        <Empty drawing="products" title={t('live.shelfEmpty')} words={t('live.shelfEmptyWords')} />
      ) : (
        <ShelfList products={shelf} pinnedId={pinnedId} sceneId={session.sceneId} onBuy={onBuy} />
      )}
    </Sheet>
  );
}

export function ShelfList({
  products,
  pinnedId,
  sceneId,
  onBuy,
}: {
  products: readonly ProductCard[];
  pinnedId: string | null;
  sceneId: string;
  onBuy: (product: ProductCard) => void;
}) {
  const t = useT();
  const words = useWords();
  return (
    <ol className="sh-list">
      {products.map((product, index) => (
        <li key={product.id} className={styles.shelfLine} data-testid="shelf-line">
          <Link to={`/products/${product.id}?scene=${sceneId}`} className={styles.shelfPicture}>
            <Picture src={product.picture?.url} colour={product.picture?.blur} alt={words(product.title)} radius="m" />
            <span className={styles.shelfNumber}>{index + 1}</span>
          </Link>
          <div className={styles.shelfWords}>
            <p className="tz-line-2">{words(product.title)}</p>
            {product.id === pinnedId ? (
              <span className="tz-chip" data-tone="live">
                {t('live.explaining')}
              </span>
            ) : product.subtitle === null ? null : (
              <p className="sh-faint tz-line-1">{words(product.subtitle)}</p>
            )}
            <div className={styles.shelfFoot}>
              <span>
                <Price
                  fen={product.priceFen}
                  {...(product.compareAtFen !== null && { wasFen: product.compareAtFen })}
                  {...(product.priceMaxFen > product.priceFen && { after: t('product.from') })}
                />
              </span>
              <button
                type="button"
                className="tz-button"
                data-size="s"
                data-tone="primary"
                disabled={product.stock <= 0}
                onClick={() => onBuy(product)}
                data-testid="shelf-buy"
              >
                {product.stock <= 0 ? t('product.soldOut') : t('product.buy')}
              </button>
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
