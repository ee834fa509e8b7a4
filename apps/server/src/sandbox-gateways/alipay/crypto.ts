import { createPublicKey, createSign, createVerify } from 'node:crypto';
import type { GatewayCredentials } from '../credentials.ts';

type Alipay = GatewayCredentials['alipay'];

/** The text of a request that is signed: sorted by name, without what is empty and without these. */
function signedText(params: ReadonlyMap<string, string>, without: readonly string[]): string {
  const names = [...params.keys()].filter((name) => !without.includes(name) && params.get(name) !== '');
  return names
    .toSorted()
    .map((name) => name + '=' + (params.get(name) ?? ''))
    .join('&');
}

export function isFromMerchant({ merchant }: Alipay, params: ReadonlyMap<string, string>): boolean {
  const verifier = createVerify('RSA-SHA256').update(signedText(params, ['sign']), 'utf8');
  return verifier.verify(createPublicKey(merchant.publicKey), params.get('sign') ?? '', 'base64');
}

export function signByAlipay({ platform }: Alipay, text: string): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(platform.privateKey, 'base64');
}

/** The form of a notice with its signature, which leaves out both what names and what is the signature. */
export function signedForm(alipay: Alipay, content: Readonly<Record<string, string>>): string {
  const params = new Map(Object.entries({ ...content, sign_type: 'RSA2' }));
  params.set('sign', signByAlipay(alipay, signedText(params, ['sign', 'sign_type'])));
  return new URLSearchParams([...params]).toString();
}
