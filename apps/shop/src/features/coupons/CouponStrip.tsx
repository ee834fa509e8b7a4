import { useApi } from '@tuanzi/client/react';
import { ChevronRight, TicketPercent } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { ClaimTicket } from './ClaimTicket.tsx';
import { tagOf } from './coupon-words.ts';
import styles from './coupons.module.css';

type CouponStripProps = { shopId: string; productId?: string; place?: 'product' | 'home' };

/** What the shop offers, in one line; behind it every coupon with its conditions. A shop without coupons shows nothing. */
export function CouponStrip({ shopId, productId, place = 'product' }: CouponStripProps) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const query = productId === undefined ? {} : { productId };
  const offered = useApi('GET /api/shops/{shopId}/coupons', { params: { shopId }, query }, { staleMs: 30_000 });
  const coupons = (offered.data?.items ?? []).filter((coupon) => coupon.quantityLeft > 0 || coupon.claimedByMe > 0);
  if (coupons.length === 0) return null;
  const isAllMine = coupons.every((coupon) => coupon.claimedByMe > 0);
  return (
    <>
      <button type="button" className={styles.strip} data-place={place} onClick={() => setIsOpen(true)} data-testid="coupon-strip">
        <TicketPercent size={20} strokeWidth={1.75} aria-hidden="true" />
        <span className="tz-heard">{t('coupon.strip')}</span>
        <span className={styles.stripTags}>
          {coupons.slice(0, 4).map((coupon) => (
            <span key={coupon.id} className={styles.tag}>
              {tagOf(coupon.terms, t)}
            </span>
          ))}
        </span>
        <span className={styles.stripMore}>
          {t(isAllMine ? 'coupon.claimed' : 'coupon.stripMore')}
          <ChevronRight size={16} strokeWidth={1.75} aria-hidden="true" />
        </span>
      </button>
      <Sheet isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('coupon.sheetTitle')} testId="coupon-sheet">
        <div className={`${styles.tickets} ${styles.onSheet}`}>
          {coupons.map((coupon) => (
            <ClaimTicket key={coupon.id} coupon={coupon} />
          ))}
        </div>
        <p className={styles.rules}>{t('coupon.rulesNote')}</p>
      </Sheet>
    </>
  );
}
