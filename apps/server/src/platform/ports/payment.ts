/** Where the payer is; it decides which way a provider offers. */
export const payerScenes = ['desktop', 'phone', 'wechat', 'mini-program'] as const;
export type PayerScene = (typeof payerScenes)[number];

/**
 * What the payer's device does next: go to a page, show a QR code for another device, or hand parameters to the app
 * the page runs in.
 */
export type Cashier =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'qr'; readonly content: string }
  | { readonly kind: 'invoke'; readonly params: Readonly<Record<string, string>> };

/** How both sides name a payment. The provider's reference is unknown until it answered for the first time. */
export interface PaymentRef {
  readonly merchantRef: string;
  readonly providerRef: string | null;
}

/** A payment provider. Amounts are integer fen; every call may fail with a network error and is then tried again. */
export interface PaymentPort {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly isSandbox: boolean;
  /** Where a payer can use it. */
  readonly scenes: readonly PayerScene[];
  /**
   * Opens a payment; calling it again with the same merchantRef returns the same cashier, or one as good. Throws
   * Problem payer_unknown where a provider must know the payer and payerCode does not say who that is.
   */
  open(input: OpenPayment): Promise<{ providerRef: string | null; cashier: Cashier }>;
  /** What the provider knows of a payment; the truth when callbacks were lost. */
  query(payment: PaymentRef): Promise<ProviderPayment | undefined>;
  /** Stops an unpaid payment; answers whether it was paid in the meantime. */
  close(payment: PaymentRef): Promise<{ isPaid: boolean }>;
  /** Starts a refund; idempotent by refundRef. Its end comes by callback or query. */
  refund(
    input: PaymentRef & { refundRef: string; amountFen: number; totalFen: number; reason: string; notifyUrl: string },
  ): Promise<{ state: RefundState }>;
  queryRefund(refund: PaymentRef & { refundRef: string }): Promise<{ state: RefundState } | undefined>;
  /** Verifies signature and age of a notice and reads it; throws Problem callback_rejected otherwise. */
  readNotice(notice: ReceivedMessage): Promise<ProviderNotice>;
  /** What the provider expects as the answer to a notice it may stop repeating; a text is sent as it is. */
  readonly noticeAnswer: { readonly code: string } | string;
  /** Where a payer in this scene is sent to come back to returnUrl with `?code=`, the payerCode; undefined where nobody needs to be. */
  payerSignInUrl?(input: { scene: PayerScene; returnUrl: string }): string | undefined;
  /** Every payment and refund the provider counts to a day, `2026-11-22` in China; undefined while there is no bill yet. */
  readBill?(day: string): Promise<readonly BillLine[] | undefined>;
}

export interface OpenPayment {
  readonly merchantRef: string;
  readonly amountFen: number;
  readonly description: string;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly expiresAt: Date;
  readonly scene: PayerScene;
  readonly payerIp: string;
  /** What the provider gave the payer's browser or app to say who they are; good for one use. */
  readonly payerCode?: string | undefined;
}

export interface ReceivedMessage {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
  readonly now: Date;
}

export type RefundState = 'pending' | 'succeeded' | 'failed';
export interface ProviderPayment {
  readonly state: 'pending' | 'paid' | 'closed' | 'failed';
  readonly providerRef: string;
  readonly paidFen: number;
  readonly paidAt: Date | null;
}
export interface BillLine {
  readonly kind: 'payment' | 'refund';
  readonly merchantRef: string;
  readonly refundRef: string | null;
  readonly providerRef: string;
  readonly amountFen: number;
}
/** What became of a payment or a refund. */
export type MoneyNotice =
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
/** Other: authentic, and about nothing that changes anything here. */
export type ProviderNotice = MoneyNotice | { readonly kind: 'other' };
