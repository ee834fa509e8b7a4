import type { ApiReply } from '@tuanzi/client';
import { useApi, useCommand } from '@tuanzi/client/react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { askBridge } from './ask-bridge.ts';
import { rememberPayment } from './last-payment.ts';
import { payerScene } from './payer-scene.ts';

export type PayMethod = ApiReply<'GET /api/payment-methods'>['items'][number];
type Cashier = NonNullable<ApiReply<'GET /api/payments/{paymentId}'>['cashier']>;
export type QrCashier = Extract<Cashier, { kind: 'qr' }>;

export interface Paying {
  pay(method: PayMethod): void;
  /** Leaves a QR code for another way to pay. */
  leave(): void;
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly qr: QrCashier | null;
}

/** How often a payment is looked at: until the provider said what comes next, and while a phone scans. */
const [openLookMs, scanLookMs] = [700, 4000];

/**
 * Starts a payment, waits until the provider has said what comes next, and does it: goes to its page, shows a QR code,
 * or asks the app around this page. A provider that must know the payer is visited first; it comes back with a code.
 */
export function usePaying(orderId: string, payerCode: string | undefined): Paying {
  const navigate = useNavigate();
  const [paymentId, setPaymentId] = useState<string | null>(null);
  const start = useCommand('POST /api/orders/{orderId}/payments');
  const payment = useApi(
    'GET /api/payments/{paymentId}',
    { params: { paymentId: paymentId ?? '' } },
    { isEnabled: paymentId !== null, refetchEveryMs: start.data?.cashier?.kind === 'qr' ? scanLookMs : openLookMs, staleMs: 0 },
  );
  const { mutate, reset } = start;
  const cashier = paymentId === null ? null : (payment.data?.cashier ?? start.data?.cashier ?? null);
  // The same payment is told again with every look; what it asks for is done once.
  const task = cashier === null || cashier.kind === 'qr' ? null : JSON.stringify(cashier);
  const isFailed = payment.data?.state === 'failed';
  useEffect(() => {
    if (task === null) return;
    // Written a moment ago, from a reply.
    const next = JSON.parse(task) as Exclude<Cashier, { kind: 'qr' }>;
    if (next.kind === 'redirect') window.location.replace(next.url);
    // Whatever its sheet says, the order's own page asks how it ended.
    else void askBridge(next.params).then(() => navigate(`/orders/${orderId}?from=pay`, { replace: true }));
  }, [task, navigate, orderId]);
  return {
    pay(method) {
      if (method.payerSignInUrl !== null && payerCode === undefined) {
        window.location.replace(method.payerSignInUrl);
        return;
      }
      const body = {
        provider: method.provider,
        scene: payerScene(),
        returnPath: `/orders/${orderId}?from=pay`,
        ...(method.payerSignInUrl !== null && payerCode !== undefined && { payerCode }),
      };
      mutate(
        { params: { orderId }, body },
        {
          onSuccess: (reply) => {
            rememberPayment(orderId, reply.id);
            setPaymentId(reply.id);
          },
          // A code counts once: the next try starts by asking who pays.
          onError: (problem) => {
            if (problem.code === 'payer_unknown') void navigate(`/pay/${orderId}`, { replace: true });
          },
        },
      );
    },
    leave() {
      setPaymentId(null);
      reset();
    },
    isBusy: start.isPending || (paymentId !== null && !isFailed && cashier?.kind !== 'qr'),
    error: start.error?.title ?? payment.error?.title ?? null,
    qr: cashier?.kind === 'qr' && !isFailed ? cashier : null,
  };
}
