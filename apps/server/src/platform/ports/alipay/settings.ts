import type { KeyObject } from 'node:crypto';

/** What a merchant takes over from the Alipay open platform; docs/payments.md says where each is found. */
export interface AlipaySettings {
  readonly appId: string;
  /** The merchant's account, 2088…; notices must name it. */ readonly sellerId: string | undefined;
  readonly privateKey: KeyObject;
  /** Alipay's public key for this app, not the app's own. */ readonly publicKey: KeyObject;
  readonly isSandbox: boolean;
  /** https://openapi.alipay.com/gateway.do for calls of this server, asked at each. */ readonly gatewayUrl: () => string;
  /** The same for the pages payers are sent to. */ readonly pageUrl: () => string;
}
