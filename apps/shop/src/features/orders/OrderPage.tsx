import type { OrderView } from '@tuanzi/contract/orders';
import { useApi } from '@tuanzi/client/react';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Copy } from 'lucide-react';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { copyText } from '../../shell/copy-text.ts';
import { notify } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../shell/use-words.ts';
import { AddressWords } from '../checkout/AddressBlock.tsx';
import { couponTakenOff } from '../coupons/coupon-words.ts';
import { QuoteLine } from '../checkout/QuoteBlock.tsx';
import { Seller } from '../products/ProductFacts.tsx';
import { OrderActions } from './OrderActions.tsx';
import { OrderHead } from './OrderHead.tsx';
import styles from './orders.module.css';
import { usePayReturn } from './use-pay-return.ts';

export function OrderPage() {
  const t = useT();
  const { orderId = '' } = useParams();
  // A notice of the provider, a shipment or a full team may come at any moment; an open page shows it.
  const order = useApi('GET /api/orders/{orderId}', { params: { orderId } }, { refetchEveryMs: 2500, staleMs: 0 });
  useShareAfterPaying(order.data);
  return (
    <>
      <PageBar title={t('orders.one')} />
      {order.data !== undefined ? (
        <Order order={order.data} />
      ) : order.isError ? (
        <ProblemNote problem={order.error} onRetry={() => void order.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

/** Back from the cashier with a seat in a team, the next thing to do is to fill it: the team opens, ready to share. */
function useShareAfterPaying(order: OrderView | undefined): void {
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const isBack = query.get('from') === 'pay';
  const teamId = order?.state === 'paid' ? order.teamId : null;
  useEffect(() => {
    if (isBack && teamId !== null) void navigate(`/teams/${teamId}?share=1`, { replace: true });
  }, [isBack, teamId, navigate]);
}

function Order({ order }: { order: OrderView }) {
  const t = useT();
  const words = useWords();
  const payReturn = usePayReturn(order);
  const coupon = couponTakenOff(order.lines);
  return (
    <div className={`${styles.order} sh-with-foot`} data-testid="order-page" data-state={order.state} data-waiting={order.isWaiting}>
      <OrderHead order={order} payReturn={payReturn} />
      {order.parcel === null ? null : <Parcel parcel={order.parcel} />}
      {order.address === null ? null : (
        <section className={styles.panel}>
          <AddressWords address={order.address} />
        </section>
      )}
      <section className={styles.panel}>
        <div className="sh-list">
          {order.lines.map((line) => (
            <QuoteLine key={line.skuId} line={line} />
          ))}
        </div>
        <dl className={styles.sums}>
          <Row label={t('checkout.goods')} value={formatFen(order.goodsFen - (coupon?.fen ?? 0))} />
          {coupon === null ? null : <Row isLess label={`${t('coupon.row')} ${words(coupon.title)}`} value={formatFen(coupon.fen)} />}
          <Row label={t('checkout.freight')} value={order.freightFen === 0 ? t('checkout.freightFree') : formatFen(order.freightFen)} />
          {order.refundedFen > 0 ? <Row label={t('orders.refunded')} value={formatFen(-order.refundedFen)} /> : null}
          <Row isTotal label={order.paidAt === null ? t('orders.toPay') : t('orders.paid')} value={formatFen(order.totalFen)} />
        </dl>
      </section>
      <Timeline order={order} />
      <div className={styles.seller}>
        <Seller shopId={order.shopId} />
      </div>
      <div className="sh-foot">
        <OrderActions order={order} isConfirming={payReturn === 'confirming'} />
      </div>
    </div>
  );
}

function Parcel({ parcel }: { parcel: { carrier: string; trackingNo: string } }) {
  const t = useT();
  const copy = async () => notify((await copyText(parcel.trackingNo)) ? t('share.copied') : t('share.copyByHand'));
  return (
    <section className={`${styles.panel} ${styles.parcel}`}>
      <span>
        <span className="sh-faint">{parcel.carrier}</span>
        <br />
        <span className="tz-figures">{parcel.trackingNo}</span>
      </span>
      <button type="button" className="tz-button" data-size="s" onClick={() => void copy()}>
        <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('share.copyShort')}
      </button>
    </section>
  );
}

/** What has happened, newest first, each with its moment. */
function Timeline({ order }: { order: OrderView }) {
  const t = useT();
  const time = useTimeFormat();
  const steps = [
    { key: 'orders.step.created', at: order.createdAt },
    { key: 'orders.step.paid', at: order.paidAt },
    { key: 'orders.step.shipped', at: order.shippedAt },
    { key: 'orders.step.delivered', at: order.deliveredAt },
    { key: 'orders.step.completed', at: order.completedAt },
    { key: 'orders.step.closed', at: order.closedAt },
  ] as const;
  const done = steps.flatMap((step) => (step.at === null ? [] : [{ key: step.key, at: step.at }])).toReversed();
  return (
    <section className={styles.panel}>
      <ol className={styles.timeline} data-testid="timeline">
        {done.map((step) => (
          <li key={step.key}>
            <span>{t(step.key)}</span>
            <time className="sh-faint tz-figures" dateTime={step.at}>
              {time.date(step.at, 'minute')}
            </time>
          </li>
        ))}
      </ol>
      <dl className={styles.sums}>
        <Row label={t('orders.number')} value={order.number} />
        {order.note === '' ? null : <Row label={t('checkout.note')} value={order.note} />}
      </dl>
    </section>
  );
}

function Row({ label, value, isTotal = false, isLess = false }: { label: string; value: string; isTotal?: boolean; isLess?: boolean }) {
  return (
    <div className={styles.row} data-total={isTotal || undefined} data-less={isLess || undefined}>
      <dt>{label}</dt>
      <dd className="tz-figures">{value}</dd>
    </div>
  );
}
