import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const bitsMin = 2048;

/**
 * A key from a setting: PEM text (line feeds may be written as \n), the bare base64 some consoles show, or the path of
 * a file with either. Throws an error that says what is wrong and never what was given.
 */
export function readPrivateKey(setting: string): KeyObject {
  const text = textOf(setting);
  if (text.includes('PUBLIC KEY') || text.includes('CERTIFICATE'))
    throw new Error('is a public key or certificate, where the private key belongs');
  return rsa(
    attempt(() => createPrivateKey(text)) ??
      attempt(() => createPrivateKey({ key: derOf(text), format: 'der', type: 'pkcs8' })) ??
      attempt(() => createPrivateKey({ key: derOf(text), format: 'der', type: 'pkcs1' })),
    'is not a private key: give its PEM text or the path of its file',
  );
}

/** As above; a certificate is taken for the public key in it. */
export function readPublicKey(setting: string): KeyObject {
  const text = textOf(setting);
  if (text.includes('PRIVATE KEY')) throw new Error('is a private key, where the public key of the provider belongs');
  return rsa(
    attempt(() => (text.includes('CERTIFICATE') ? new X509Certificate(text).publicKey : createPublicKey(text))) ??
      attempt(() => createPublicKey({ key: derOf(text), format: 'der', type: 'spki' })),
    'is not a public key: give its PEM text or the path of its file',
  );
}

function rsa(key: KeyObject | undefined, otherwise: string): KeyObject {
  if (key === undefined) throw new Error(otherwise);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < bitsMin)
    throw new Error(`is not an RSA key of ${bitsMin} bits or more`);
  return key;
}

function textOf(setting: string): string {
  if (setting.includes('-----BEGIN')) return setting.replaceAll(String.raw`\n`, '\n');
  if (setting.length < 1000 && existsSync(setting)) return readFileSync(setting, 'utf8').trim();
  if (/[/.]/.test(setting) && /\.(pem|key|crt|cer|txt)$/i.test(setting)) throw new Error('names a file that is not there');
  return setting;
}

const derOf = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'base64');

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
