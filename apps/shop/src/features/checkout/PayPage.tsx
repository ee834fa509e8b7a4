import type { ApiReply } from '@tuanzi/client';
import { useApi } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useClockOffset } from '../../shell/use-me.ts';
import styles from './checkout.module.css';
import { lastPayment } from './last-payment.ts';
import { payerScene } from './payer-scene.ts';
import { ScanToPay } from './ScanToPay.tsx';
import { usePaying, type PayMethod } from './use-paying.ts';

/** How often the order is asked after while a QR code waits for a phone. */
const lookEveryMs = 1500;

/** Between the order and the cashier: chooses the way to pay when there are several, and goes there or shows the code to scan. */
export function PayPage() {
  const t = useT();
  const { orderId = '' } = useParams();
  const navigate = useNavigate();
  const order = useApi('GET /api/orders/{orderId}', { params: { orderId } }, { refetchEveryMs: lookEveryMs, staleMs: 0 });
  const methods = useApi('GET /api/payment-methods', { query: { scene: payerScene(), returnPath: `/pay/${orderId}` } });
  const isUnpaid = order.data?.state === 'unpaid';
  useEffect(() => {
    if (order.data !== undefined && !isUnpaid)
      void navigate(`/orders/${orderId}${lastPayment(orderId) === null ? '' : '?from=pay'}`, { replace: true });
  }, [order.data, isUnpaid, orderId, navigate]);
  const failed = order.isError ? order : methods.isError ? methods : null;
  return (
    <>
      <PageBar title={t('pay.title')} />
      {failed !== null ? (
        <ProblemNote
          problem={failed.error}
          onRetry={() => {
            void order.refetch();
            void methods.refetch();
          }}
        />
      ) : order.data === undefined || methods.data === undefined || !isUnpaid ? (
        <PageSkeleton />
      ) : (
        <Cashier order={order.data} methods={methods.data.items} />
      )}
    </>
  );
}

type CashierProps = { order: ApiReply<'GET /api/orders/{orderId}'>; methods: ApiReply<'GET /api/payment-methods'>['items'] };

function Cashier({ order, methods }: CashierProps) {
  const t = useT();
  const [chosen, setChosen] = useState(methods[0]?.provider ?? '');
  const countdown = useCountdown(order.payBy ?? order.createdAt, useClockOffset());
  const [search] = useSearchParams();
  const payerCode = search.get('code') ?? undefined;
  const { pay, leave, isBusy, error, qr } = usePaying(order.id, payerCode);
  const method = methods.find((each) => each.provider === chosen) ?? methods[0];
  // With one way to pay there is nothing to decide, and who comes back from a provider has decided: it opens by itself, once.
  const hasStarted = useRef(false);
  const known = payerCode === undefined ? undefined : methods.find((each) => each.payerSignInUrl !== null);
  const automatic = known ?? (methods.length === 1 ? methods[0] : undefined);
  useEffect(() => {
    if (automatic === undefined || hasStarted.current) return;
    hasStarted.current = true;
    pay(automatic);
  }, [automatic, pay]);
  return (
    <div className={styles.cashier} data-testid="pay-page">
      <p className={styles.cashierSum}>
        <Price fen={order.totalFen} size="l" cents="always" />
      </p>
      <p className="sh-faint tz-figures">{countdown.isOver ? t('pay.tooLate') : t('pay.payWithin', { clock: countdown.clock })}</p>
      {qr !== null && method !== undefined ? (
        <ScanToPay qr={qr} name={method.name} isOver={countdown.isOver} onLeave={methods.length > 1 ? leave : null} />
      ) : (
        <WaysToPay methods={methods} method={method} onChoose={setChosen}>
          {error === null ? null : (
            <p className="sh-field-problem" role="alert">
              {error}
            </p>
          )}
          <button
            type="button"
            className="tz-button"
            data-tone="primary"
            data-wide
            disabled={method === undefined || countdown.isOver}
            aria-busy={isBusy}
            onClick={() => method !== undefined && pay(method)}
            data-testid="pay"
          >
            <span className="tz-button-words">{isBusy ? t('pay.opening') : t('pay.go')}</span>
          </button>
        </WaysToPay>
      )}
      <Link className="tz-button" data-tone="quiet" to={`/orders/${order.id}`}>
        {t('pay.later')}
      </Link>
    </div>
  );
}

interface WaysProps {
  readonly methods: readonly PayMethod[];
  readonly method: PayMethod | undefined;
  readonly children: ReactNode;
  onChoose(provider: string): void;
}

function WaysToPay({ methods, method, onChoose, children }: WaysProps) {
  const t = useT();
  if (methods.length === 0) return <p role="alert">{t(payerScene() === 'wechat' ? 'pay.noWayHere' : 'pay.noWay')}</p>;
  return (
    <>
      <div className={styles.methods}>
        {methods.map((each) => (
          <button
            key={each.provider}
            type="button"
            aria-pressed={each === method}
            className={styles.addressChoice}
            onClick={() => onChoose(each.provider)}
            data-testid={`way-${each.provider}`}
          >
            <span className={styles.radio} aria-hidden="true" />
            <span>
              {each.name}
              {each.isSandbox ? <span className="sh-faint"> · {t('pay.sandbox')}</span> : null}
            </span>
          </button>
        ))}
      </div>
      {children}
    </>
  );
}
