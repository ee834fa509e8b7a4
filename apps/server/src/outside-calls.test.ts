/** Every place from which this server opens a connection, and why nobody outside chooses where to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glob } from 'node:fs/promises';

/** File → what it calls, and who says where to. A new one fails this test until it stands here with its reason. */
const known: Readonly<Record<string, string>> = {
  'media/hooks.ts': 'the web process, by MEDIA_HOOK_URL; redirects are refused',
  'media/rtmp/client.ts': 'an encoder for tests and demo rooms, to a port of this machine',
  'platform/http/media-proxy.ts': 'the media process, by its own report or MEDIA_URL; the address of the request gives path and query only',
  'platform/ports/media.ts': 'the media process, as above; redirects are refused',
  'platform/ports/s3-storage.ts': 'the storage, by STORAGE_S3; keys are the installation’s own',
  'platform/ports/call-provider.ts': 'a payment provider, at the address of its settings; redirects are refused',
  'platform/ports/sandbox-payment.ts': 'the sandbox provider, at this installation’s own address; redirects are refused',
  'sandbox-gateways/deliver.ts': 'the address of notices that the signed request of the merchant names; redirects are refused',
  'sandbox-pay/deliver-notices.ts': 'the address of notices that the signed request of the merchant names; redirects are refused',
};
const calls = /\bfetch\(|\bhttps?Request\(|\bhttps?\.(get|request)\(url|\bnet\.connect\(|[^.\w]connect\(/;

test('what calls out is known, each with its reason, and none takes an address from a request', async () => {
  const found: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: import.meta.dirname })) {
    if (/\.test\.ts$|(^|\/)testing[^/]*\.ts$/.test(file)) continue;
    const code = readFileSync(join(import.meta.dirname, file), 'utf8');
    if (calls.test(code)) found.push(file);
  }
  expect(found.toSorted()).toEqual(Object.keys(known).toSorted());
});

test('whoever is called by HTTP does not send the call elsewhere', () => {
  for (const [file, reason] of Object.entries(known)) {
    if (!reason.includes('redirects are refused')) continue;
    const code = readFileSync(join(import.meta.dirname, file), 'utf8');
    const count = (text: string) => code.split(text).length - 1;
    expect([file, count("redirect: 'error'")]).toEqual([file, count('fetch(')]);
  }
});
