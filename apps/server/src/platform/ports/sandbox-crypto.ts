import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { must } from '../assert.ts';
import type { Database } from '../db.ts';

/** The sandbox's only merchant. */
export const merchantId = '1900000001';
export const authorizationScheme = 'SANDBOX-SHA256-RSA2048';
/** A signed message older or newer than this is refused, as real providers do. */
export const signatureAgeMaxMs = 5 * 60_000;

/** As they are kept. */
interface KeyTexts {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly serial: string;
}
/** Read once: reading the text again for each signature would cost half as much as the signature. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly serial: string;
}
export interface SandboxKeys {
  readonly provider: KeyPair;
  readonly merchant: KeyPair;
  /** 32 characters both sides know: the AES key of notices. */ readonly noticeKey: string;
}

const loaded = new WeakMap<Database, Promise<SandboxKeys>>();

/** What provider and merchant exchange when a merchant signs up; made at first use and kept in the provider's schema. */
export function sandboxKeys(database: Database): Promise<SandboxKeys> {
  let keys = loaded.get(database);
  if (keys === undefined) {
    keys = loadKeys(database);
    loaded.set(database, keys);
    // A failed start must not be remembered.
    keys.catch(() => loaded.delete(database));
  }
  return keys;
}

async function loadKeys(database: Database): Promise<SandboxKeys> {
  const found = await readKeys(database);
  if (found !== undefined) return found;
  const [provider, merchant] = [await makeKeyPair(), await makeKeyPair()];
  const noticeKey = randomBytes(16).toString('hex');
  // Several processes may start at once: all of one of them win or none, because the first row decides.
  await sql`
    insert into sandbox_pay.keys (name, private_key, public_key, serial)
    values ('provider', ${provider.privateKey}, ${provider.publicKey}, ${provider.serial}), ('merchant', ${merchant.privateKey}, ${merchant.publicKey}, ${merchant.serial}), ('notice', ${noticeKey}, '', '')
    on conflict (name) do nothing`.execute(database.db);
  return must(await readKeys(database), 'keys were just written');
}

async function readKeys(database: Database): Promise<SandboxKeys | undefined> {
  const { rows } = await sql<KeyTexts & { name: string }>`select name, private_key, public_key, serial from sandbox_pay.keys`.execute(
    database.db,
  );
  const [provider, merchant, notice] = ['provider', 'merchant', 'notice'].map((name) => rows.find((row) => row.name === name));
  return provider === undefined || merchant === undefined || notice === undefined
    ? undefined
    : { provider: readPair(provider), merchant: readPair(merchant), noticeKey: notice.privateKey };
}

function readPair({ privateKey, publicKey, serial }: KeyTexts): KeyPair {
  return { privateKey: createPrivateKey(privateKey), publicKey: createPublicKey(publicKey), serial };
}

async function makeKeyPair(): Promise<KeyTexts> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey, publicKey, serial: createHash('sha256').update(publicKey).digest('hex').slice(0, 40).toUpperCase() };
}

const padding = constants.RSA_PKCS1_PADDING;
const signAsync = promisify(sign) as (algorithm: string, data: Buffer, key: { key: KeyObject; padding: number }) => Promise<Buffer>;

/** Off the event loop: a signature costs a millisecond, and a room pays in the same second. */
export async function signMessage(key: KeyPair, parts: readonly string[]): Promise<string> {
  return (await signAsync('RSA-SHA256', Buffer.from(messageOf(parts)), { key: key.privateKey, padding })).toString('base64');
}

export function isSignedBy(key: KeyPair, parts: readonly string[], signature: string): boolean {
  return verify('RSA-SHA256', Buffer.from(messageOf(parts)), { key: key.publicKey, padding }, Buffer.from(signature, 'base64'));
}

/** Every part ends with a line feed, the last one too. */
function messageOf(parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('');
}

export function isFresh(timestamp: string, now: Date): boolean {
  const seconds = Number(timestamp);
  return Number.isInteger(seconds) && Math.abs(now.getTime() - seconds * 1000) <= signatureAgeMaxMs;
}

export function unixSeconds(now: Date): string {
  return String(Math.floor(now.getTime() / 1000));
}

export function newNonce(): string {
  return randomBytes(16).toString('hex');
}

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

export function seal(noticeKey: string, associatedData: string, content: unknown): Sealed {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', noticeKey, nonce).setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: associatedData, nonce };
}

/** Throws when anything was changed on the way. */
export function unseal(noticeKey: string, { ciphertext, associated_data: associatedData, nonce }: Sealed): unknown {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', noticeKey, nonce, { authTagLength: 16 })
    .setAAD(Buffer.from(associatedData))
    .setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8'));
}
