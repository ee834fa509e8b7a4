import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import type { HttpsFiles } from './http/server.ts';

const validDays = 397;

/** IPv4 addresses phones on the same network can reach. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .filter((face) => face !== undefined && face.family === 'IPv4' && !face.internal)
    .map((face) => face?.address ?? '');
}

/**
 * A certificate this installation makes itself, so that phones give its pages the camera. Kept in the data folder and
 * made anew when it is about to end or the machine has other addresses. Phones will warn once; the guide says how.
 */
export async function ensureCertificate(dataDir: string, now: Date): Promise<HttpsFiles> {
  const folder = join(dataDir, 'https');
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const names = ['localhost', '127.0.0.1', ...lanAddresses()];
  if (existsSync(files.cert) && existsSync(files.key) && isStillGood(readFileSync(files.cert, 'utf8'), names, now)) return files;
  const made = await generate([{ name: 'commonName', value: 'Tuanzi' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + validDays * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((name) => (/^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name })) },
    ],
  });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, made.private, { mode: 0o600 });
  writeFileSync(files.cert, made.cert);
  return files;
}

function isStillGood(pem: string, names: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(pem);
  const isFresh = new Date(certificate.validTo).getTime() - now.getTime() > 7 * 86_400_000;
  const covers = (name: string) => (/^[\d.]+$/.test(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
  return isFresh && names.every(covers);
}
