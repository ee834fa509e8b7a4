import type { MediaPort } from './media.ts';
import type { PaymentPort } from './payment.ts';
import type { SmsPort } from './sms.ts';
import type { StoragePort } from './storage.ts';

/** The outside world. Only jobs and request edges hold it; commands cannot reach it. */
export interface Ports {
  /** By provider name, as in `POST /api/payment-callbacks/{provider}`. */
  readonly payments: Readonly<Record<string, PaymentPort>>;
  readonly sms: SmsPort;
  readonly storage: StoragePort;
  readonly media: MediaPort;
}
