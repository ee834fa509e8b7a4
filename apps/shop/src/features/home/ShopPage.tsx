import { useApi } from '@tuanzi/client/react';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../shell/use-words.ts';
import { CouponStrip } from '../coupons/CouponStrip.tsx';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import styles from './home.module.css';
import { SellerFacts } from './SellerFacts.tsx';

export function ShopPage() {
  const t = useT();
  const words = useWords();
  const { shopId } = useParams();
  const home = useApi('GET /api/home', {}, { isEnabled: shopId === undefined });
  const id = shopId ?? home.data?.shop?.id;
  const shop = useApi('GET /api/shops/{shopId}', { params: { shopId: id ?? '' } }, { isEnabled: id !== undefined });
  const [shared, setShared] = useState<Shared | null>(null);
  const { data } = shop;
  return (
    <>
      <PageBar title={t('shop.about')} />
      {data === undefined ? (
        shop.isError ? (
          <ProblemNote problem={shop.error} onRetry={() => void shop.refetch()} />
        ) : (
          <PageSkeleton />
        )
      ) : (
        <>
          <section className={styles.shopHead}>
            {data.logo === null ? (
              <Logo sizePx={72} />
            ) : (
              <span className={styles.shopPicture}>
                <Picture src={data.logo.url} colour={data.logo.blur} alt="" radius="l" />
              </span>
            )}
            <h2>{words(data.name)}</h2>
            {data.intro === null ? null : <p>{words(data.intro)}</p>}
            <button
              type="button"
              className="tz-button"
              data-tone="soft"
              onClick={() => setShared({ kind: 'shop', id: data.id, text: words(data.name) })}
            >
              <Share2 size={18} strokeWidth={1.75} aria-hidden="true" />
              {t('share.shop')}
            </button>
          </section>
          <CouponStrip shopId={data.id} place="home" />
          <section className="sh-section">
            <div className="sh-heading">
              <h2>{t('seller.title')}</h2>
            </div>
            <SellerFacts seller={data.seller} />
          </section>
        </>
      )}
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
    </>
  );
}
