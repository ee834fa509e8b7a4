import type { ProductView } from '@tuanzi/contract/catalog';
import { useApi } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { Info, Share2 } from 'lucide-react';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { CartButton } from '../../shell/CartButton.tsx';
import { BackButton } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useCountFormat, useWords } from '../../shell/use-words.ts';
import { CouponStrip } from '../coupons/CouponStrip.tsx';
import { ProductReviews } from '../reviews/ProductReviews.tsx';
import { GroupBuySheet, type GroupBuyDoor } from '../teams/GroupBuySheet.tsx';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import { BuySheet, type BuyWish } from './BuySheet.tsx';
import { Gallery } from './Gallery.tsx';
import { PriceSheet } from './PriceSheet.tsx';
import { Promises, Seller, Story } from './ProductFacts.tsx';
import styles from './products.module.css';
import { TeamStrip, usePlayOf } from './TeamStrip.tsx';

export function ProductPage() {
  const { productId = '' } = useParams();
  const product = useApi('GET /api/products/{productId}', { params: { productId } });
  return (
    <>
      <div className={styles.floatBar}>
        <BackButton />
      </div>
      {product.data !== undefined ? (
        <Product key={productId} product={product.data} />
      ) : product.isError ? (
        <div className={styles.underBar}>
          <ProblemNote problem={product.error} onRetry={() => void product.refetch()} />
        </div>
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function Product({ product }: { product: ProductView }) {
  const t = useT();
  const words = useWords();
  const count = useCountFormat();
  const [query] = useSearchParams();
  const sceneId = query.get('scene') ?? undefined;
  const [wish, setWish] = useState<BuyWish | null>(null);
  const [door, setDoor] = useState<GroupBuyDoor | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);
  const [isPriceOpen, setIsPriceOpen] = useState(false);
  const play = usePlayOf(product.id);
  const isOnSale = product.status === 'on_sale' && product.stock > 0;
  const buy = () => setWish({ productId: product.id, sceneId });
  const openPlay = () => {
    if (play !== undefined) setDoor({ groupBuy: play.groupBuy, cardId: play.cardId, sceneId });
  };
  return (
    <article className={`${styles.product} sh-with-foot`} data-testid="product-page">
      <Gallery product={product} />
      <section className={styles.productHead}>
        <div className={styles.priceRow}>
          <button
            type="button"
            className={styles.priceButton}
            onClick={() => setIsPriceOpen(true)}
            aria-label={t('product.whyThisPrice')}
            data-testid="price-reasons"
          >
            <Price
              fen={product.priceFen}
              size="l"
              {...(product.compareAtFen !== null && { wasFen: product.compareAtFen })}
              {...(product.priceMaxFen > product.priceFen && { after: t('product.from') })}
            />
            <Info size={16} strokeWidth={1.75} aria-hidden="true" />
          </button>
          {product.soldCount > 0 ? <span className="sh-faint">{t('product.sold', { count: count(product.soldCount) })}</span> : null}
        </div>
        <div className={styles.titleRow}>
          <div>
            <h1 className={styles.productTitle}>{words(product.title)}</h1>
            {product.subtitle ? <p className={styles.productSubtitle}>{words(product.subtitle)}</p> : null}
          </div>
          <button
            type="button"
            className={styles.share}
            onClick={() => setShared({ kind: 'product', id: product.id, text: words(product.title), sceneId })}
            data-testid="share"
          >
            <Share2 size={20} strokeWidth={1.75} aria-hidden="true" />
            <span>{t('share.short')}</span>
          </button>
        </div>
        <Promises product={product} />
      </section>
      <CouponStrip shopId={product.shopId} productId={product.id} />
      {play === undefined ? null : <TeamStrip play={play} onOpen={openPlay} />}
      <ProductReviews productId={product.id} />
      <Story product={product} />
      <Seller shopId={product.shopId} />
      <div className="sh-foot">
        <CartButton />
        <button
          type="button"
          className={`tz-button ${styles.grow}`}
          data-tone={play === undefined ? 'primary' : 'soft'}
          disabled={!isOnSale}
          onClick={buy}
          data-testid="buy"
        >
          {isOnSale ? (play === undefined ? t('product.buy') : t('product.buyAlone')) : t('product.soldOut')}
        </button>
        {play === undefined ? null : (
          <button type="button" className={`tz-button ${styles.grow}`} data-tone="primary" onClick={openPlay} data-testid="buy-team">
            {t('team.go')}
            <Price fen={play.groupBuy.campaign.lowestPriceFen} size="s" tone="ink" />
          </button>
        )}
      </div>
      <BuySheet wish={wish} onClose={() => setWish(null)} />
      <GroupBuySheet door={door} onClose={() => setDoor(null)} />
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
      <PriceSheet product={product} isOpen={isPriceOpen} onClose={() => setIsPriceOpen(false)} {...(play && { groupBuy: play.groupBuy })} />
    </article>
  );
}
