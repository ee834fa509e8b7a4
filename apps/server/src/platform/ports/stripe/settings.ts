/** What a merchant takes over from the Stripe dashboard; docs/payments.md says where each is found. */
export interface StripeSettings {
  readonly secretKey: string;
  /** Signing secret of the webhook endpoint. */ readonly webhookSecret: string;
  readonly isSandbox: boolean;
  /** https://api.stripe.com, asked at each call. */ readonly apiUrl: () => string;
}
