/** A payment provider. Amounts are integer fen; every call may fail with a network error and is then tried again. */
export interface PaymentPort {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly isSandbox: boolean;
  /** Opens a payment; calling it again with the same merchantRef returns the same cashier page. */
  open(input: {
    merchantRef: string;
    amountFen: number;
    description: string;
    notifyUrl: string;
    returnUrl: string;
    expiresAt: Date;
  }): Promise<{ providerRef: string; cashierUrl: string }>;
  /** What the provider knows of a payment; the truth when callbacks were lost. */
  query(merchantRef: string): Promise<ProviderPayment | undefined>;
  /** Stops an unpaid payment; answers whether it was paid in the meantime. */
  close(merchantRef: string): Promise<{ isPaid: boolean }>;
  /** Starts a refund; idempotent by refundRef. Its end comes by callback or query. */
  refund(input: {
    merchantRef: string;
    refundRef: string;
    amountFen: number;
    totalFen: number;
    reason: string;
    notifyUrl: string;
  }): Promise<{ state: RefundState }>;
  queryRefund(refundRef: string): Promise<{ state: RefundState } | undefined>;
  /** Verifies signature and age of a notice and reads it; throws Problem callback_rejected otherwise. */
  readNotice(notice: { headers: Readonly<Record<string, string | undefined>>; rawBody: Buffer; now: Date }): Promise<ProviderNotice>;
  /** What the provider expects as the answer to a notice it may stop repeating. */
  readonly noticeAnswer: { readonly code: string };
}

export type RefundState = 'pending' | 'succeeded' | 'failed';
export interface ProviderPayment {
  readonly state: 'pending' | 'paid' | 'closed' | 'failed';
  readonly providerRef: string;
  readonly paidFen: number;
  readonly paidAt: Date | null;
}
export type ProviderNotice =
  | {
      readonly kind: 'payment';
      readonly noticeId: string;
      readonly merchantRef: string;
      readonly providerRef: string;
      readonly state: 'paid' | 'failed';
      readonly paidFen: number;
      readonly paidAt: Date;
    }
  | {
      readonly kind: 'refund';
      readonly noticeId: string;
      readonly refundRef: string;
      readonly state: 'succeeded' | 'failed';
      readonly refundedFen: number;
    };
