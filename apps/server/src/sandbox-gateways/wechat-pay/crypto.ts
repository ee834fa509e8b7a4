import { createCipheriv, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import type { GatewayCredentials } from '../credentials.ts';

type Wechat = GatewayCredentials['wechat'];
const ageMaxSeconds = 300;

export interface Authorization {
  readonly mchid: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly serial: string;
  readonly signature: string;
}

/** The parts of an Authorization header, in any order; undefined when one is missing, comes twice, or is not known. */
export function readAuthorization(header: string): Authorization | undefined {
  const space = header.indexOf(' ');
  if (header.slice(0, space) !== 'WECHATPAY2-SHA256-RSA2048') return undefined;
  const parts = new Map<string, string>();
  for (const part of header.slice(space + 1).split(',')) {
    const [, name, value] = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  const [mchid, nonce, timestamp, serial, signature] = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'].map((name) =>
    parts.get(name),
  );
  if (parts.size !== 5 || !mchid || !nonce || !timestamp || !serial || !signature) return undefined;
  return { mchid, nonce, timestamp, serial, signature };
}

export function isFreshSeconds(timestamp: string, now: Date): boolean {
  return /^\d{10}$/.test(timestamp) && Math.abs(Number(timestamp) - now.getTime() / 1000) <= ageMaxSeconds;
}

/** Whether the merchant signed exactly this request: method, path with query, time, nonce and body, each on a line of its own. */
export function isFromMerchant(
  { merchant }: Wechat,
  { timestamp, nonce, signature }: Authorization,
  { method, url, body }: { method: string; url: string; body: string },
): boolean {
  const text = method + '\n' + url + '\n' + timestamp + '\n' + nonce + '\n' + body + '\n';
  return verify('sha256', Buffer.from(text, 'utf8'), createPublicKey(merchant.publicKey), Buffer.from(signature, 'base64'));
}

/** Headers that prove a text is from WeChat Pay. */
export function signedHeaders(
  wechat: Wechat,
  { text, now, signer }: { text: string; now: Date; signer: 'certificate' | 'public-key' },
): Record<string, string> {
  const key = signer === 'certificate' ? wechat.platform : { ...wechat.publicKeyMode, serial: wechat.publicKeyMode.id };
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const nonce = randomBytes(16).toString('base64url');
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': key.serial,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'wechatpay-signature': sign('sha256', Buffer.from(timestamp + '\n' + nonce + '\n' + text + '\n'), key.privateKey).toString('base64'),
  };
}

export function sealText(apiKey: string, associatedData: string, text: string) {
  const nonce = randomBytes(9).toString('base64').slice(0, 12);
  const cipher = createCipheriv('aes-256-gcm', apiKey, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), associated_data: associatedData, nonce };
}
