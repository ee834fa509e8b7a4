import type { ApiReply } from '@tuanzi/client';
import { useApi, useCommand } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useClockOffset } from '../../shell/use-me.ts';
import styles from './checkout.module.css';
import { rememberPayment } from './last-payment.ts';

/** Between the order and the cashier: chooses the way to pay when there are several, and goes there. */
export function PayPage() {
  const t = useT();
  const { orderId = '' } = useParams();
  const navigate = useNavigate();
  const order = useApi('GET /api/orders/{orderId}', { params: { orderId } });
  const methods = useApi('GET /api/payment-methods', { query: {} });
  const isUnpaid = order.data?.state === 'unpaid';
  useEffect(() => {
    if (order.data !== undefined && !isUnpaid) void navigate(`/orders/${orderId}`, { replace: true });
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
  const { pay, isBusy, error } = usePaying(order.id);
  // With one way to pay there is nothing to decide: it opens by itself, once.
  const hasStarted = useRef(false);
  const isAutomatic = methods.length === 1;
  useEffect(() => {
    if (!isAutomatic || hasStarted.current) return;
    hasStarted.current = true;
    pay(chosen);
  }, [isAutomatic, chosen, pay]);
  return (
    <div className={styles.cashier} data-testid="pay-page">
      <p className={styles.cashierSum}>
        <Price fen={order.totalFen} size="l" cents="always" />
      </p>
      <p className="sh-faint tz-figures">{countdown.isOver ? t('pay.tooLate') : t('pay.payWithin', { clock: countdown.clock })}</p>
      {methods.length === 0 ? (
        <p role="alert">{t('pay.noWay')}</p>
      ) : (
        <div className={styles.methods}>
          {methods.map((method) => (
            <button
              key={method.provider}
              type="button"
              aria-pressed={method.provider === chosen}
              className={styles.addressChoice}
              onClick={() => setChosen(method.provider)}
            >
              <span className={styles.radio} aria-hidden="true" />
              <span>
                {method.name}
                {method.isSandbox ? <span className="sh-faint"> · {t('pay.sandbox')}</span> : null}
              </span>
            </button>
          ))}
        </div>
      )}
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
        disabled={chosen === '' || countdown.isOver}
        aria-busy={isBusy}
        onClick={() => pay(chosen)}
        data-testid="pay"
      >
        <span className="tz-button-words">{isBusy ? t('pay.opening') : t('pay.go')}</span>
      </button>
      <Link className="tz-button" data-tone="quiet" to={`/orders/${order.id}`}>
        {t('pay.later')}
      </Link>
    </div>
  );
}

/** Starts the payment and waits until the provider has said where its cashier is. */
function usePaying(orderId: string) {
  const [paymentId, setPaymentId] = useState<string | null>(null);
  const start = useCommand('POST /api/orders/{orderId}/payments');
  const payment = useApi(
    'GET /api/payments/{paymentId}',
    { params: { paymentId: paymentId ?? '' } },
    { isEnabled: paymentId !== null, refetchEveryMs: 700, staleMs: 0 },
  );
  const { mutate } = start;
  const url = payment.data?.cashierUrl ?? start.data?.cashierUrl ?? null;
  const isFailed = payment.data?.state === 'failed';
  useEffect(() => {
    if (url !== null) window.location.replace(url);
  }, [url]);
  const [pay] = useState(
    () => (provider: string) =>
      mutate(
        { params: { orderId }, body: { provider, returnPath: `/orders/${orderId}?from=pay` } },
        {
          onSuccess: (reply) => {
            rememberPayment(orderId, reply.id);
            setPaymentId(reply.id);
          },
        },
      ),
  );
  return { pay, isBusy: start.isPending || (paymentId !== null && !isFailed), error: start.error?.title ?? payment.error?.title ?? null };
}
