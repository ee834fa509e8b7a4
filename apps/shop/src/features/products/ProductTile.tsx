import type { ProductCard } from '@tuanzi/contract/catalog';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useCountFormat, useWords } from '../../shell/use-words.ts';
import { halfColumnSizes } from '../../shell/picture-sizes.ts';
import { scoreWords, Stars } from '../reviews/Stars.tsx';
import styles from './products.module.css';

export function ProductTile({ product, isFirst = false }: { product: ProductCard; isFirst?: boolean }) {
  const t = useT();
  const words = useWords();
  const count = useCountFormat();
  const isGone = product.stock <= 0;
  return (
    <Link to={`/products/${product.id}`} viewTransition className={styles.tile} data-testid="product-tile">
      <span className={styles.tilePicture}>
        <Picture
          src={product.picture?.url}
          colour={product.picture?.blur}
          alt=""
          isFirst={isFirst}
          {...(isFirst && { sizes: halfColumnSizes })}
        />
        {isGone ? <span className={styles.tileGone}>{t('product.soldOut')}</span> : null}
      </span>
      <span className={styles.tileBody}>
        <span className={`${styles.tileTitle} tz-line-2`}>{words(product.title)}</span>
        {product.subtitle ? <span className="sh-faint tz-line-1">{words(product.subtitle)}</span> : null}
        {product.rating === undefined ? null : (
          <span className={styles.tileRating}>
            <Stars tenths={product.rating.averageTenths} sizePx={12} />
            <span className="sh-faint tz-figures">
              {scoreWords(product.rating.averageTenths)} ({count(product.rating.count)})
            </span>
          </span>
        )}
        <span className={styles.tileFoot}>
          <Price
            fen={product.priceFen}
            {...(product.compareAtFen !== null && { wasFen: product.compareAtFen })}
            {...(product.priceMaxFen > product.priceFen && { after: t('product.from') })}
          />
          {product.soldCount > 0 ? <span className="sh-faint">{t('product.sold', { count: count(product.soldCount) })}</span> : null}
        </span>
      </span>
    </Link>
  );
}

/** Two columns of unequal height, filled left and right in turn, so that reading order stays the order of the list. */
export function Masonry({ products, isOnTop = false }: { products: readonly ProductCard[]; isOnTop?: boolean }) {
  const columns = [products.filter((_, index) => index % 2 === 0), products.filter((_, index) => index % 2 === 1)];
  return (
    <div className={styles.masonry}>
      {columns.map((column, index) => (
        <div key={index === 0 ? 'left' : 'right'} className={styles.masonryColumn}>
          {column.map((product, row) => (
            <ProductTile key={product.id} product={product} isFirst={isOnTop && row === 0} />
          ))}
        </div>
      ))}
    </div>
  );
}

export function MasonrySkeleton() {
  return (
    <div className={styles.masonry} aria-busy="true">
      {[0, 1].map((column) => (
        <div key={column} className={styles.masonryColumn}>
          {[0, 1].map((row) => (
            <div key={row} className={styles.tile}>
              <Skeleton ratio={1} />
              <span className={styles.tileBody}>
                <SkeletonLines lines={2} />
              </span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
