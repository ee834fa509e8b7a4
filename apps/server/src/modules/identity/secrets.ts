import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  randomInt,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto';

/** 256 random bits; only their hash is stored, so no salt is needed. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Keyed with the installation's secret: six digits alone are guessed from any plain hash. */
export function hashCode(secret: string, phone: string, code: string): string {
  return createHmac('sha256', derive(secret, 'one-time codes')).update(`${phone} ${code}`).digest('base64url');
}

export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A code waits for its job encrypted, because job rows may be read by whoever watches the queue. */
export function sealCode(secret: string, phone: string, code: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derive(secret, 'sealed codes'), iv).setAAD(Buffer.from(phone));
  return Buffer.concat([iv, cipher.update(code, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

export function unsealCode(secret: string, phone: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', derive(secret, 'sealed codes'), bytes.subarray(0, 12)).setAAD(Buffer.from(phone));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

// OWASP's scrypt setting for 16 MB a guess: with 32 MB or more, a few sign-ins at once would show in a small machine's memory.
const cost = { N: 2 ** 14, r: 8, p: 5 } as const;

/** Text with its own parameters, so that they can be raised without losing old passwords. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await scryptKey(password, salt, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Takes as long for an account that does not exist or has no password as for a wrong one. */
export async function isPasswordRight(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (stored ?? nobodysHash).split('$');
  const expected = Buffer.from(key, 'base64url');
  const found = await scryptKey(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, expected) && stored !== null;
}

const nobodysHash = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function scryptKey(password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  // NFKC, so that the same password typed on another keyboard is the same bytes.
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error))),
  );
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `tuanzi identity: ${purpose}`, 32));
}
