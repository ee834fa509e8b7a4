import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { callProvider, ProviderRefusal } from '../call-provider.ts';
import { chineseClock } from '../chinese-time.ts';
import type { AlipaySettings } from './settings.ts';
import { contentOf, isSignedRsa2, rawObject, signRsa2 } from './signature.ts';

const Answer = z.looseObject({
  code: z.string(),
  msg: z.string().default(''),
  sub_code: z.string().default(''),
  sub_msg: z.string().default(''),
});

export interface AlipayCall {
  readonly method: string;
  readonly content: object;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
}

/** Everything but the business of a request, signed. */
export async function signedParams(
  { appId, privateKey }: Pick<AlipaySettings, 'appId' | 'privateKey'>,
  { method, content, notifyUrl = '', returnUrl = '' }: AlipayCall,
  now: Date,
): Promise<Record<string, string>> {
  const params = Object.fromEntries(
    Object.entries({
      app_id: appId,
      method,
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: chineseClock(now),
      version: '1.0',
      notify_url: notifyUrl,
      return_url: returnUrl,
      biz_content: JSON.stringify(content),
    }).filter(([, value]) => value !== ''),
  );
  return { ...params, sign: await signRsa2(privateKey, contentOf(params)) };
}

/** Calls Alipay; resolves to the verified answer and rejects with ProviderRefusal, its code the sub_code, when Alipay says no. */
export async function callAlipay(settings: AlipaySettings, clock: Clock, call: AlipayCall): Promise<unknown> {
  const answer = await callProvider({
    method: 'POST',
    url: new URL(`${settings.gatewayUrl()}?charset=utf-8`),
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams(await signedParams(settings, call, clock.now())).toString(),
  });
  if (answer.status !== 200) throw new ProviderRefusal('Alipay', { status: answer.status, code: 'HTTP', message: '' });
  const name = `${call.method.replaceAll('.', '_')}_response`;
  const raw = rawObject(answer.text, name) ?? rawObject(answer.text, 'error_response');
  if (raw === undefined) throw new Error('Alipay: the answer is not about what was asked');
  const { sign = '' } = JSON.parse(answer.text) as { sign?: string };
  const parsed = Answer.parse(JSON.parse(raw));
  const isRefused = parsed.code !== '10000';
  // A refusal of who we are cannot be signed for us; nothing but a refusal is ever taken unsigned.
  const mustBeSigned = !isRefused || sign !== '';
  if (mustBeSigned && !isSignedRsa2(settings.publicKey, raw, sign)) throw new Error('Alipay: the answer is not signed by it');
  if (isRefused)
    throw new ProviderRefusal('Alipay', {
      status: Number(parsed.code),
      code: parsed.sub_code || parsed.code,
      message: parsed.sub_msg || parsed.msg,
    });
  return parsed;
}
