import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { readPaymentSettings } from './payment-settings.ts';
import { readPrivateKey } from './read-key.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const wechat = {
  PUBLIC_URL: 'https://shop.example.com',
  WECHAT_PAY_MERCHANT_ID: '1900007291',
  WECHAT_PAY_APP_ID: 'wxd678efh567hg6787',
  WECHAT_PAY_SERIAL: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
  WECHAT_PAY_PRIVATE_KEY: pem,
  WECHAT_PAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
};
const problemsOf = (env: Record<string, string>): string => {
  try {
    parseConfig(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('without settings there is no provider; with all of them there is one, at its real address', () => {
  expect(readPaymentSettings(parseConfig({}))).toMatchObject({ wechat: undefined, problems: [] });
  const { wechat: settings } = readPaymentSettings(parseConfig(wechat));
  expect([settings?.isSandbox, settings?.payUrl(), settings?.publicKey]).toEqual([false, 'https://api.mch.weixin.qq.com', undefined]);
});

test('another of the provider’s own hosts is as real as the first; any other host is play money', () => {
  const at = (WECHAT_PAY_URL: string) => readPaymentSettings(parseConfig({ ...wechat, WECHAT_PAY_URL })).wechat;
  const backup = at('https://api2.mch.weixin.qq.com');
  expect([backup?.isSandbox, backup?.payUrl(), backup?.openApiUrl()]).toEqual([
    false,
    'https://api2.mch.weixin.qq.com',
    'https://api.weixin.qq.com',
  ]);
  for (const url of ['http://127.0.0.1:9', 'https://weixin.qq.com.example.com', 'https://notweixin.qq.com'])
    expect(at(url)?.isSandbox).toBe(true);
});

test('a key may be PEM with line feeds or without, bare base64 of either form, or a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tuanzi-keys-'));
  writeFileSync(join(folder, 'key.pem'), pem);
  const forms = [
    pem,
    pem.replaceAll('\n', String.raw`\n`),
    privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    privateKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
    join(folder, 'key.pem'),
  ];
  for (const form of forms) expect(readPrivateKey(form).equals(privateKey)).toBe(true);
});

test('the public key of the app itself is not taken for Alipay’s', () => {
  const alipay = { PUBLIC_URL: 'https://shop.example.com', ALIPAY_APP_ID: '2021000000000001', ALIPAY_PRIVATE_KEY: pem };
  expect(problemsOf({ ...alipay, ALIPAY_PUBLIC_KEY: publicPem })).toContain('ALIPAY_PUBLIC_KEY: is that of the app itself');
  expect(problemsOf(alipay)).toContain('ALIPAY_PUBLIC_KEY: missing');
});

test('every mistake is told at once, by the name of the setting, and never with what was given', () => {
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const text = problemsOf({
    WECHAT_PAY_MERCHANT_ID: 'shop',
    WECHAT_PAY_APP_ID: 'tuanzi-secret-value',
    WECHAT_PAY_PRIVATE_KEY: 'c2VjcmV0LXZhbHVl',
    WECHAT_PAY_API_V3_KEY: 'too-short-secret-value',
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_1',
    WECHAT_PAY_MINI_APP_ID: 'wxd678efh567hg6787',
  });
  for (const name of ['MERCHANT_ID', 'APP_ID', 'SERIAL', 'PRIVATE_KEY', 'API_V3_KEY', 'PUBLIC_KEY', 'MINI_APP_SECRET'])
    expect(text).toContain(`WECHAT_PAY_${name}:`);
  expect(text).not.toMatch(/secret-value|c2VjcmV0/);
  expect(problemsOf({ ...wechat, WECHAT_PAY_PRIVATE_KEY: publicPem })).toContain('is a public key or certificate');
  expect(problemsOf({ ...wechat, WECHAT_PAY_PRIVATE_KEY: short })).toContain('2048 bits');
  expect(problemsOf({ ...wechat, WECHAT_PAY_PRIVATE_KEY: '/nowhere/apiclient_key.pem' })).toContain('a file that is not there');
  expect(problemsOf({ ...wechat, PUBLIC_URL: 'http://shop.example.com' })).toContain('PUBLIC_URL: must be an https:// address');
});
