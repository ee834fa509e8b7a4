import type { ProductCard } from '@tuanzi/contract/catalog';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './live.module.css';

/** What the host is explaining now. */
export function PinnedTile({ product, onOpen }: { product: ProductCard; onOpen: (product: ProductCard) => void }) {
  const t = useT();
  const words = useWords();
  return (
    <button type="button" key={product.id} className={styles.pinned} onClick={() => onOpen(product)} data-testid="pinned">
      <span className={styles.pinnedTag}>{t('live.explaining')}</span>
      <Picture src={product.picture?.url} colour={product.picture?.blur} alt="" />
      <span className={styles.pinnedWords}>
        <span className="tz-line-1">{words(product.title)}</span>
        <Price fen={product.priceFen} size="s" />
      </span>
    </button>
  );
}
