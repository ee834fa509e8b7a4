import { createPublicKey } from 'node:crypto';
import type { Settings } from '../config.ts';
import type { AlipaySettings } from './alipay/settings.ts';
import { readPrivateKey, readPublicKey } from './read-key.ts';
import type { StripeSettings } from './stripe/settings.ts';
import type { WechatPaySettings } from './wechat-pay/settings.ts';

/** The payment providers an installation is configured for, and what is wrong with what was given, by the name of the setting. */
export interface PaymentSettings {
  readonly wechat: WechatPaySettings | undefined;
  readonly alipay: AlipaySettings | undefined;
  readonly stripe: StripeSettings | undefined;
  readonly problems: readonly string[];
}
type Name = keyof Settings;

/** Collects every mistake, so that they are told at once. */
interface Reader {
  readonly problems: string[];
  has(...names: readonly Name[]): boolean;
  /** A setting that must be there once one of its provider is. */
  need<T>(name: Name, read: (text: string) => T): T | undefined;
  may<T>(name: Name, read: (text: string) => T): T | undefined;
}

function createReader(settings: Settings): Reader {
  const problems: string[] = [];
  const may = <T>(name: Name, read: (text: string) => T): T | undefined => {
    const text = settings[name];
    if (typeof text !== 'string') return undefined;
    try {
      return read(text);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : 'cannot be read'}`);
      return undefined;
    }
  };
  return {
    problems,
    may,
    has: (...names) => names.some((name) => settings[name] !== undefined),
    need(name, read) {
      if (settings[name] === undefined) problems.push(`${name}: missing; docs/payments.md says where it is found`);
      return may(name, read);
    },
  };
}

export function readPaymentSettings(settings: Settings): PaymentSettings {
  const reader = createReader(settings);
  const wechat = readWechat(reader, settings);
  const alipay = readAlipay(reader, settings);
  const stripe = readStripe(reader, settings);
  const isReal = [wechat, alipay, stripe].some((provider) => provider?.isSandbox === false);
  if (isReal && settings.PUBLIC_URL?.startsWith('https://') !== true)
    reader.problems.push(
      'PUBLIC_URL: must be an https:// address where a real payment provider is configured; notices of payments come there',
    );
  return { wechat, alipay, stripe, problems: reader.problems };
}

const asIs = (text: string) => text;
const matching = (pattern: RegExp, otherwise: string) => (text: string) => {
  if (!pattern.test(text)) throw new Error(otherwise);
  return text;
};

function readWechat(reader: Reader, settings: Settings): WechatPaySettings | undefined {
  if (!reader.has('WECHAT_PAY_MERCHANT_ID', 'WECHAT_PAY_APP_ID', 'WECHAT_PAY_PRIVATE_KEY', 'WECHAT_PAY_API_V3_KEY', 'WECHAT_PAY_SERIAL'))
    return undefined;
  const merchantId = reader.need('WECHAT_PAY_MERCHANT_ID', matching(/^\d{8,12}$/, 'must be the number of the merchant, 10 digits'));
  const appId = reader.need('WECHAT_PAY_APP_ID', matching(/^wx[0-9a-z]{16}$/, 'must look like wx and 16 characters'));
  const serial = reader.need(
    'WECHAT_PAY_SERIAL',
    matching(/^[0-9A-F]{16,64}$/, 'must be the serial number of the API certificate, 40 characters 0-9 and A-F'),
  );
  const privateKey = reader.need('WECHAT_PAY_PRIVATE_KEY', readPrivateKey);
  const apiKey = reader.need('WECHAT_PAY_API_V3_KEY', (text) => {
    if (Buffer.byteLength(text) !== 32) throw new Error('must be 32 characters');
    return text;
  });
  const isPublicKeyMode = reader.has('WECHAT_PAY_PUBLIC_KEY_ID', 'WECHAT_PAY_PUBLIC_KEY');
  const id = isPublicKeyMode
    ? reader.need('WECHAT_PAY_PUBLIC_KEY_ID', matching(/^PUB_KEY_ID_\w+$/, 'must begin with PUB_KEY_ID_'))
    : undefined;
  const key = isPublicKeyMode ? reader.need('WECHAT_PAY_PUBLIC_KEY', readPublicKey) : undefined;
  const isMini = reader.has('WECHAT_PAY_MINI_APP_ID', 'WECHAT_PAY_MINI_APP_SECRET');
  const miniId = isMini
    ? reader.need('WECHAT_PAY_MINI_APP_ID', matching(/^wx[0-9a-z]{16}$/, 'must look like wx and 16 characters'))
    : undefined;
  const miniSecret = isMini ? reader.need('WECHAT_PAY_MINI_APP_SECRET', asIs) : undefined;
  const appSecret = reader.may('WECHAT_PAY_APP_SECRET', asIs);
  if (merchantId === undefined || appId === undefined || serial === undefined || privateKey === undefined || apiKey === undefined)
    return undefined;
  const given = settings.WECHAT_PAY_URL;
  const isSandbox = isElsewhere(given, 'weixin.qq.com');
  const other = isSandbox ? given : undefined;
  return {
    merchantId,
    appId,
    serial,
    privateKey,
    apiKey,
    appSecret,
    publicKey: id === undefined || key === undefined ? undefined : { id, key },
    miniProgram: miniId === undefined || miniSecret === undefined ? undefined : { appId: miniId, secret: miniSecret },
    isSandbox,
    payUrl: () => given ?? 'https://api.mch.weixin.qq.com',
    openApiUrl: () => other ?? 'https://api.weixin.qq.com',
    openPageUrl: () => other ?? 'https://open.weixin.qq.com',
  };
}

/** Whether an address given is not one of the provider's own hosts, where money is real. */
function isElsewhere(url: string | undefined, host: string): boolean {
  if (url === undefined) return false;
  const { hostname } = new URL(url);
  return hostname !== host && !hostname.endsWith(`.${host}`);
}

function readAlipay(reader: Reader, { ALIPAY_URL: other }: Settings): AlipaySettings | undefined {
  if (!reader.has('ALIPAY_APP_ID', 'ALIPAY_PRIVATE_KEY', 'ALIPAY_PUBLIC_KEY')) return undefined;
  const appId = reader.need('ALIPAY_APP_ID', matching(/^\d{16}$/, 'must be 16 digits'));
  const privateKey = reader.need('ALIPAY_PRIVATE_KEY', readPrivateKey);
  const publicKey = reader.need('ALIPAY_PUBLIC_KEY', readPublicKey);
  const sellerId = reader.may('ALIPAY_SELLER_ID', matching(/^2088\d{12}$/, 'must be 16 digits that begin with 2088'));
  if (appId === undefined || privateKey === undefined || publicKey === undefined) return undefined;
  if (createPublicKey(privateKey).equals(publicKey))
    reader.problems.push('ALIPAY_PUBLIC_KEY: is that of the app itself; the console shows Alipay’s own beside it');
  const url = () => other ?? 'https://openapi.alipay.com/gateway.do';
  return { appId, sellerId, privateKey, publicKey, isSandbox: isElsewhere(other, 'openapi.alipay.com'), gatewayUrl: url, pageUrl: url };
}

function readStripe(reader: Reader, { STRIPE_URL: other }: Settings): StripeSettings | undefined {
  if (!reader.has('STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET')) return undefined;
  const secretKey = reader.need(
    'STRIPE_SECRET_KEY',
    matching(/^(sk|rk)_(test|live)_\w+$/, 'must begin with sk_test_, sk_live_, rk_test_ or rk_live_'),
  );
  const webhookSecret = reader.need('STRIPE_WEBHOOK_SECRET', matching(/^whsec_\w+$/, 'must begin with whsec_'));
  if (secretKey === undefined || webhookSecret === undefined) return undefined;
  // A key of test mode moves no money, wherever it is used.
  const isSandbox = isElsewhere(other, 'stripe.com') || !/^(sk|rk)_live_/.test(secretKey);
  return { secretKey, webhookSecret, isSandbox, apiUrl: () => other ?? 'https://api.stripe.com' };
}
