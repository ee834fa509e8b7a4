import type { CashierView, PaymentView } from '@tuanzi/contract/payments';
import QRCode from 'qrcode';
import type { z } from 'zod';
import type { Cashier } from '#platform/ports/payment';
import type { PaymentRow } from './store.ts';

export function presentPayment(payment: PaymentRow): z.infer<typeof PaymentView> {
  const { id, orderId, amountFen, createdAt, succeededAt } = payment;
  return {
    id,
    orderId,
    amountFen,
    state: stateOf(payment),
    cashier: payment.state === 'pending' ? presentCashier(payment) : null,
    cashierUrl: payment.state === 'pending' && payment.cashierKind === 'redirect' ? payment.cashierUrl : null,
    createdAt: createdAt.toISOString(),
    succeededAt: succeededAt?.toISOString() ?? null,
  };
}

/** As it is kept: one text, and what kind of text. */
export function keptCashier(cashier: Cashier): Pick<PaymentRow, 'cashierKind'> & { cashierUrl: string } {
  const cashierUrl = cashier.kind === 'redirect' ? cashier.url : cashier.kind === 'qr' ? cashier.content : JSON.stringify(cashier.params);
  return { cashierKind: cashier.kind, cashierUrl };
}

function presentCashier({ cashierKind: kind, cashierUrl: text }: PaymentRow): z.infer<typeof CashierView> | null {
  if (text === null) return null;
  if (kind === 'redirect') return { kind, url: text };
  if (kind === 'qr') return { kind, content: text, image: drawQr(text) };
  // Written by keptCashier.
  return { kind, params: JSON.parse(text) as Record<string, string> };
}

/** A picture of one path: a tenth of the size of a raster, and sharp on every screen. */
function drawQr(content: string): string {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (modules.get(y, x) === 1) path += `M${x} ${y}h1v1h-1z`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h${size + 8}v${size + 8}h-${size + 8}z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function stateOf({ state, paidFen, refundedFen }: PaymentRow): z.infer<typeof PaymentView>['state'] {
  if (state === 'succeeded') return refundedFen === paidFen ? 'refunded' : 'succeeded';
  return state === 'closed' ? 'failed' : state;
}
