import { sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;
export type Params = Readonly<Record<string, string>>;

/** What is signed of a request: all but `sign` and what is empty, by name, joined as in a query but not escaped. */
export function contentOf(params: Params, leaveOut: readonly string[] = ['sign']): string {
  return Object.entries(params)
    .filter(([name, value]) => value !== '' && !leaveOut.includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RSA2: RSA-SHA256 in base64. Off the event loop, as a room pays in the same second. */
export async function signRsa2(key: KeyObject, content: string): Promise<string> {
  return (await signAsync('RSA-SHA256', Buffer.from(content), key)).toString('base64');
}

export function isSignedRsa2(key: KeyObject, content: string, signature: string): boolean {
  return verify('RSA-SHA256', Buffer.from(content), key, Buffer.from(signature, 'base64'));
}

/**
 * The object under a name of an answer, letter by letter: the signature is over this very text, and what is parsed and
 * written again may be in another order, or spaced or escaped in another way.
 */
export function rawObject(text: string, name: string): string | undefined {
  const key = JSON.stringify(name);
  const at = text.indexOf(key);
  if (at < 0) return undefined;
  const from = text.indexOf('{', at + key.length);
  if (from < 0 || !/^\s*:\s*$/.test(text.slice(at + key.length, from))) return undefined;
  let [depth, isText] = [0, false];
  for (let i = from; i < text.length; i++) {
    const letter = text[i];
    if (isText) {
      if (letter === '\\') i++;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return text.slice(from, i + 1);
  }
  return undefined;
}
