import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { AlipaySettings } from '../platform/ports/alipay/settings.ts';
import type { StripeSettings } from '../platform/ports/stripe/settings.ts';
import type { WechatPaySettings } from '../platform/ports/wechat-pay/settings.ts';
import type { GatewayCredentials } from './credentials.ts';

/** Where servers reach the gateways, and where payers do. */
export interface GatewayAddresses {
  internal(): string;
  public(): string;
}

/** What a merchant would copy from the console of the gateway, for the client that runs against it. */
export function wechatSandboxSettings({ wechat }: GatewayCredentials, at: GatewayAddresses): WechatPaySettings {
  const url = () => `${at.internal()}/sandbox-gateways/wechat-pay`;
  return {
    merchantId: wechat.merchantId,
    serial: wechat.merchant.serial,
    privateKey: createPrivateKey(wechat.merchant.privateKey),
    apiKey: wechat.apiKey,
    appId: wechat.appId,
    appSecret: wechat.appSecret,
    miniProgram: { appId: wechat.miniAppId, secret: wechat.miniAppSecret },
    publicKey: { id: wechat.publicKeyMode.id, key: createPublicKey(wechat.publicKeyMode.publicKey) },
    isSandbox: true,
    payUrl: url,
    openApiUrl: url,
    openPageUrl: () => `${at.public()}/sandbox-gateways/wechat-pay`,
  };
}

export function alipaySandboxSettings({ alipay }: GatewayCredentials, at: GatewayAddresses): AlipaySettings {
  return {
    appId: alipay.appId,
    sellerId: alipay.sellerId,
    privateKey: createPrivateKey(alipay.merchant.privateKey),
    publicKey: createPublicKey(alipay.platform.publicKey),
    isSandbox: true,
    gatewayUrl: () => `${at.internal()}/sandbox-gateways/alipay/gateway.do`,
    pageUrl: () => `${at.public()}/sandbox-gateways/alipay/gateway.do`,
  };
}

export function stripeSandboxSettings({ stripe }: GatewayCredentials, at: GatewayAddresses): StripeSettings {
  return { ...stripe, isSandbox: true, apiUrl: () => `${at.internal()}/sandbox-gateways/stripe` };
}
