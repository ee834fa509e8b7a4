import type { GatewayCredentials } from './credentials.ts';

export interface GatewayOptions {
  readonly credentials: GatewayCredentials;
  /** Where a notice for this address is delivered: within the machine when it is for this installation. */
  noticeUrl(url: string): string;
  /** How many times faster than the published schedule notices are repeated. */
  readonly speed: number;
  /** Which of its two kinds of keys the WeChat Pay gateway signs notices with. */
  readonly wechatSigner: 'certificate' | 'public-key';
}

/** How long a refund takes that does not end at once. */
export const refundMs = 3000;
