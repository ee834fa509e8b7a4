import type { OrderView } from '@tuanzi/contract/orders';
import { useApi } from '@tuanzi/client/react';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { lastPayment } from '../checkout/last-payment.ts';

/** Providers tell the shop within seconds; after this a shopper wants to hear more than "please wait". */
const patienceMs = 20_000;

export type PayReturn = 'confirming' | 'failed' | 'unheard' | null;

/** Back from the cashier with an order that is still unpaid: is the notice on its way, did the payment fail, or was there none? */
export function usePayReturn(order: OrderView | undefined): PayReturn {
  const [query] = useSearchParams();
  const isOpen = order?.state === 'unpaid' && query.get('from') === 'pay';
  const paymentId = order === undefined ? null : lastPayment(order.id);
  const payment = useApi(
    'GET /api/payments/{paymentId}',
    { params: { paymentId: paymentId ?? '' } },
    { isEnabled: isOpen && paymentId !== null, refetchEveryMs: 2000, staleMs: 0 },
  );
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => setIsLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isOpen]);
  if (!isOpen) return null;
  if (payment.data?.state === 'failed') return 'failed';
  return isLong ? 'unheard' : 'confirming';
}
