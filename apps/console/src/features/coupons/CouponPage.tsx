import { useApi } from '@tuanzi/client/react';
import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Progress } from 'antd';
import { Link, useParams } from 'react-router';
import { Page } from '../../layout/Page.tsx';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CouponClaims } from './CouponClaims.tsx';
import { CouponProduct } from './CouponProducts.tsx';
import { CouponState } from './CouponState.tsx';
import { StopCoupon } from './StopCoupon.tsx';
import { Ticket } from './Ticket.tsx';
import { useTicketWords } from './use-ticket-words.ts';
import './coupons.css';

export function CouponPage() {
  const { shopId } = useSession();
  const couponId = useParams()['couponId'] ?? '';
  const found = useApi('GET /api/console/shops/{shopId}/coupons/{couponId}', { params: { shopId, couponId } }, { refetchEveryMs: 5_000 });
  if (found.data !== undefined) return <Loaded coupon={found.data} />;
  if (found.isError) return <ProblemPage problem={found.error} onRetry={() => void found.refetch()} />;
  return <PageSkeleton />;
}

function Loaded({ coupon }: { coupon: ConsoleCoupon }) {
  const t = useT();
  const text = useText();
  const ticket = useTicketWords();
  const mayChange = useIsAtLeast('operator');
  return (
    <Page
      title={
        <span className="cu-title">
          {text(coupon.title)}
          <CouponState state={coupon.state} />
        </span>
      }
      subtitle={`${ticket.off(coupon.terms)} · ${ticket.scope(coupon.terms)}`}
      actions={
        mayChange && coupon.state !== 'stopped' ? (
          <>
            <Link to={`/coupons/${coupon.id}/edit`}>
              <Button data-testid="edit-coupon">{t('list.edit')}</Button>
            </Link>
            {coupon.state === 'over' ? null : <StopCoupon coupon={coupon} />}
          </>
        ) : undefined
      }
    >
      <div className="cs-columns">
        <div className="cs-stack">
          <Figures coupon={coupon} />
          {mayChange ? <CouponClaims coupon={coupon} /> : null}
        </div>
        <Facts coupon={coupon} />
      </div>
    </Page>
  );
}

function Figures({ coupon }: { coupon: ConsoleCoupon }) {
  const t = useT();
  const { claimed, quantity, held, used, discountFen, paidFen } = coupon;
  const rate = claimed === 0 ? '–' : `${Math.round((used / claimed) * 100)}%`;
  return (
    <section className="cs-panel cu-figures" data-testid="coupon-figures">
      <div>
        <span className="cs-quiet">{t('coupons.claimed')}</span>
        <strong className="cu-big tz-figures">
          {claimed}
          <small> / {quantity}</small>
        </strong>
        <Progress percent={(claimed / quantity) * 100} showInfo={false} size="small" strokeColor="var(--tz-persimmon)" />
      </div>
      <Figure name={t('coupons.used')} value={String(used)} words={`${t('coupons.rate')} ${rate}`} />
      <Figure name={t('coupons.held')} value={String(held)} words={t('coupons.heldWords')} />
      <Figure name={t('coupons.discount')} value={formatFen(discountFen)} words={t('coupons.discountWords')} />
      <Figure name={t('coupons.paid')} value={formatFen(paidFen)} words={t('coupons.paidWords')} />
    </section>
  );
}

function Figure({ name, value, words }: { name: string; value: string; words: string }) {
  return (
    <div>
      <span className="cs-quiet">{name}</span>
      <strong className="cu-big tz-figures">{value}</strong>
      <span className="cs-quiet cs-small">{words}</span>
    </div>
  );
}

function Facts({ coupon }: { coupon: ConsoleCoupon }) {
  const t = useT();
  const { date } = useTimeFormat();
  const { language } = useTicketWords();
  const { productIds } = coupon.terms;
  const use =
    coupon.validDays === null
      ? `${date(coupon.useFrom ?? coupon.claimFrom)} – ${date(coupon.useUntil ?? coupon.claimUntil)}`
      : t('coupons.useDays', { count: coupon.validDays });
  return (
    <div className="cs-stack">
      <section className="cs-panel">
        <h2>{t('coupons.facts')}</h2>
        <div className="cu-paper">
          <Ticket title={coupon.title} facts={coupon} language={language} />
        </div>
        <dl className="cu-facts">
          <dt>{t('coupons.form.claimTime')}</dt>
          <dd className="tz-figures">
            {date(coupon.claimFrom)} – {date(coupon.claimUntil)}
          </dd>
          <dt>{t('coupons.form.use')}</dt>
          <dd className="tz-figures">{use}</dd>
          <dt>{t('coupons.form.perPerson')}</dt>
          <dd>{t('coupons.each', { count: coupon.perPersonMax })}</dd>
        </dl>
        <p className="cs-quiet cs-small">{coupon.isListed ? t('coupons.listed') : t('coupons.onlyCards')}</p>
      </section>
      <section className="cs-panel">
        <h2>{t('coupons.products')}</h2>
        {productIds.length === 0 ? <p className="cs-quiet">{t('coupons.allProducts')}</p> : null}
        <ul className="cu-products">
          {productIds.map((productId) => (
            <CouponProduct key={productId} productId={productId} />
          ))}
        </ul>
      </section>
    </div>
  );
}
