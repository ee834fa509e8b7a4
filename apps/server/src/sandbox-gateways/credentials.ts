import { createHash, generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

export interface PemPair {
  readonly privateKey: string;
  readonly publicKey: string;
}
/** What merchants and gateways exchange when a merchant signs up. Each side reads only its own half and the other's public keys. */
export interface GatewayCredentials {
  readonly wechat: {
    readonly merchantId: string;
    readonly appId: string;
    readonly appSecret: string;
    readonly miniAppId: string;
    readonly miniAppSecret: string;
    readonly apiKey: string;
    readonly merchant: PemPair & { readonly serial: string };
    readonly platform: { readonly privateKey: string; readonly certificate: string; readonly serial: string };
    readonly publicKeyMode: PemPair & { readonly id: string };
  };
  readonly alipay: { readonly appId: string; readonly sellerId: string; readonly merchant: PemPair; readonly platform: PemPair };
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string };
}

const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('');

async function makePair(): Promise<PemPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export async function makeCredentials(now: Date): Promise<GatewayCredentials> {
  const [merchant, platformPair, publicKeyMode, alipayMerchant, alipayPlatform] = await Promise.all([
    makePair(),
    makePair(),
    makePair(),
    makePair(),
    makePair(),
  ]);
  const certificate = await generate([{ name: 'commonName', value: 'Sandbox WeChat Pay' }], {
    algorithm: 'sha256',
    keyPair: platformPair,
    notBeforeDate: new Date(now.getTime() - 86_400_000),
    notAfterDate: new Date(now.getTime() + 5 * 365 * 86_400_000),
  });
  return {
    wechat: {
      merchantId: `19${digits(8)}`,
      appId: `wx${randomBytes(8).toString('hex')}`,
      appSecret: randomBytes(16).toString('hex'),
      miniAppId: `wx${randomBytes(8).toString('hex')}`,
      miniAppSecret: randomBytes(16).toString('hex'),
      apiKey: randomBytes(16).toString('hex'),
      merchant: { ...merchant, serial: createHash('sha1').update(merchant.publicKey).digest('hex').toUpperCase() },
      platform: {
        privateKey: platformPair.privateKey,
        certificate: certificate.cert,
        serial: new X509Certificate(certificate.cert).serialNumber.toUpperCase(),
      },
      publicKeyMode: { ...publicKeyMode, id: `PUB_KEY_ID_0${digits(24)}` },
    },
    alipay: { appId: `2021${digits(12)}`, sellerId: `2088${digits(12)}`, merchant: alipayMerchant, platform: alipayPlatform },
    stripe: { secretKey: `sk_test_${randomBytes(16).toString('hex')}`, webhookSecret: `whsec_${randomBytes(16).toString('hex')}` },
  };
}

/** Those of this installation, made at the first start. The first process to write them decides. */
export async function ensureCredentials(dataDir: string, now: Date): Promise<GatewayCredentials> {
  const file = join(dataDir, 'sandbox-gateways.json');
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as GatewayCredentials;
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, JSON.stringify(await makeCredentials(now)), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return read();
}
