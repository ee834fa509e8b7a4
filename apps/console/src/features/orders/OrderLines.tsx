import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Thumb } from '../../layout/Thumb.tsx';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { couponOf } from './order-coupon.ts';

/** The lines, each with the reasons of its price, and the sums. */
export function OrderLines({ order }: { order: ConsoleOrder }) {
  const t = useT();
  const text = useText();
  const choice = useChoiceText();
  const coupon = couponOf(order);
  return (
    <section>
      <h3>{t('orders.drawer.lines')}</h3>
      {order.lines.map((line) => (
        <div key={line.skuId} className="or-line">
          <Thumb picture={line.picture} sizePx={56} />
          <div className="or-line-words">
            <strong className="tz-line-2">{text(line.title)}</strong>
            <span className="cs-quiet cs-small">
              {[choice(line.options), `× ${line.quantity}`].filter((part) => part !== '').join(' · ')}
            </span>
            <ul className="or-reasons" aria-label={t('orders.drawer.reasons')}>
              {line.reasons.map((reason, index) => (
                <li key={index}>
                  <span>{reason.code === 'coupon' ? t('orders.drawer.coupon', { title: text(reason.label) }) : text(reason.label)}</span>
                  <span className="tz-figures" data-minus={reason.amountFen < 0 || undefined}>
                    {formatFen(reason.amountFen)}
                  </span>
                </li>
              ))}
            </ul>
          </div>
          <div className="cs-right tz-figures">
            <strong>{formatFen(line.totalFen)}</strong>
            {line.refundedFen > 0 ? (
              <div className="cs-quiet cs-small">
                {t('orders.drawer.refunded')} {formatFen(line.refundedFen)}
              </div>
            ) : null}
          </div>
        </div>
      ))}
      <dl className="or-sums tz-figures">
        <dt>{t('orders.drawer.goods')}</dt>
        <dd>{formatFen(order.goodsFen + (coupon?.discountFen ?? 0))}</dd>
        {coupon === undefined ? null : (
          <>
            <dt>{t('orders.drawer.coupon', { title: text(coupon.title) })}</dt>
            <dd className="or-coupon" data-testid="order-coupon">
              {formatFen(-coupon.discountFen)}
            </dd>
          </>
        )}
        <dt>{t('orders.drawer.freight')}</dt>
        <dd>{order.freightFen === 0 ? t('orders.drawer.freeFreight') : formatFen(order.freightFen)}</dd>
        <dt>
          <strong>{t('orders.drawer.total')}</strong>
        </dt>
        <dd>
          <strong>{formatFen(order.totalFen)}</strong>
        </dd>
        {order.paidFen > 0 ? (
          <>
            <dt>{t('orders.drawer.paid')}</dt>
            <dd>{formatFen(order.paidFen)}</dd>
          </>
        ) : null}
        {order.refundedFen > 0 ? (
          <>
            <dt>{t('orders.drawer.refunded')}</dt>
            <dd>{formatFen(-order.refundedFen)}</dd>
          </>
        ) : null}
      </dl>
    </section>
  );
}
