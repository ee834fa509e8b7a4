import type { KeyObject } from 'node:crypto';

/** What a merchant takes over from the WeChat Pay merchant platform; docs/payments.md says where each is found. */
export interface WechatPaySettings {
  readonly merchantId: string;
  /** Serial number of the merchant's API certificate. */ readonly serial: string;
  readonly privateKey: KeyObject;
  /** APIv3 key, 32 bytes: opens what WeChat Pay seals. */ readonly apiKey: string;
  readonly appId: string;
  /** Lets payers inside WeChat be recognised; without it they are not offered this way. */ readonly appSecret: string | undefined;
  readonly miniProgram: { readonly appId: string; readonly secret: string } | undefined;
  /** Public-key mode; platform certificates are downloaded besides, as both are in use while a merchant changes over. */
  readonly publicKey: { readonly id: string; readonly key: KeyObject } | undefined;
  readonly isSandbox: boolean;
  /** https://api.mch.weixin.qq.com, asked at each call. */ readonly payUrl: () => string;
  /** https://api.weixin.qq.com */ readonly openApiUrl: () => string;
  /** https://open.weixin.qq.com */ readonly openPageUrl: () => string;
}
