import { createDecipheriv, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { WechatPaySettings } from './settings.ts';

/** A signed message older or newer than this is refused. */
const ageMaxMs = 5 * 60_000;
const signAsync = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

/** Every part ends with a line feed, also the last and also when it is empty. */
export function messageOf(...parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('');
}

/** Off the event loop: a signature costs a millisecond, and a room pays in the same second. */
export async function signText(key: KeyObject, message: string): Promise<string> {
  return (await signAsync('RSA-SHA256', Buffer.from(message), key)).toString('base64');
}

export function isSigned(key: KeyObject, message: string, signature: string): boolean {
  return verify('RSA-SHA256', Buffer.from(message), key, Buffer.from(signature, 'base64'));
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they are sent. */ readonly target: string;
  readonly body: string;
  readonly now: Date;
  readonly nonce?: string;
}

export async function authorizationOf(
  { merchantId, serial, privateKey }: Pick<WechatPaySettings, 'merchantId' | 'serial' | 'privateKey'>,
  { method, target, body, now, nonce = newNonce() }: SignedRequest,
): Promise<string> {
  const timestamp = unixSeconds(now);
  const signature = await signText(privateKey, messageOf(method, target, timestamp, nonce, body));
  return `WECHATPAY2-SHA256-RSA2048 mchid="${merchantId}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${serial}",signature="${signature}"`;
}

export function newNonce(): string {
  return randomBytes(16).toString('hex');
}

export function unixSeconds(now: Date): string {
  return String(Math.floor(now.getTime() / 1000));
}

export function isFresh(timestamp: string, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp) * 1000) <= ageMaxMs;
}

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data?: string | undefined;
  readonly nonce: string;
}

/** Opens what WeChat Pay sealed; throws when anything was changed on the way. */
export function unseal(apiKey: string, { ciphertext, associated_data: associatedData = '', nonce }: Sealed): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey), Buffer.from(nonce), { authTagLength: 16 })
    .setAAD(Buffer.from(associatedData))
    .setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}
