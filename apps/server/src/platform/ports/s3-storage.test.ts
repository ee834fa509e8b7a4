import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDiskStorage } from './disk-storage.ts';
import { createS3Storage } from './s3-storage.ts';
import type { StoragePort } from './storage.ts';

const keyId = 'AKIDEXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

const storages: Record<string, () => Promise<StoragePort>> = {
  disk: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tuanzi-storage-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return createDiskStorage(folder);
  },
  s3: async () => createS3Storage((await startS3()).setting),
};

describe.each(Object.entries(storages))('%s', (_name, open) => {
  test('what was put is what is got, until it is deleted', async () => {
    const storage = await open();
    const content = Buffer.from('秦岭 🍎'.repeat(10_000));
    await storage.put('pictures/pic_0.webp', content, 'image/webp');
    const found = await storage.get('pictures/pic_0.webp');
    expect(found).toMatchObject({ bytes: content.length, contentType: 'image/webp' });
    expect(await buffer(found!.stream)).toEqual(content);
    await storage.delete('pictures/pic_0.webp');
    expect(await storage.get('pictures/pic_0.webp')).toBeUndefined();
  });

  test('a missing file is an answer, and deleting it is no error', async () => {
    const storage = await open();
    expect(await storage.get('pictures/none.webp')).toBeUndefined();
    await expect(storage.delete('pictures/none.webp')).resolves.toBeUndefined();
  });

  test('a later put replaces the file as a whole', async () => {
    const storage = await open();
    await storage.put('pictures/pic_1.webp', Buffer.from('first and longer'), 'image/webp');
    await storage.put('pictures/pic_1.webp', Buffer.from('second'), 'image/webp');
    expect(String(await buffer((await storage.get('pictures/pic_1.webp'))!.stream))).toBe('second');
  });
});

describe('s3', () => {
  test('a wrong secret is refused by the store and reported by its code, without the key', async () => {
    const { setting } = await startS3();
    const storage = createS3Storage(setting.replace(encodeURIComponent(secret), 'wrong'));
    const refused = storage.put('pictures/pic_2.webp', Buffer.from('x'), 'image/webp');
    await expect(refused).rejects.toThrow('storage refused put: 403 SignatureDoesNotMatch');
    await expect(refused).rejects.not.toThrow(keyId);
  });

  test('a setting that cannot be read is refused without being repeated', () => {
    for (const setting of ['not a url', 'https://host/bucket', 'https://key:hushhush@host/', 'https://key:hush/hush@host/bucket']) {
      expect(() => createS3Storage(setting)).toThrow(/^STORAGE_S3 must look like/);
      expect(() => createS3Storage(setting)).not.toThrow(/hush/);
    }
  });

  test('a store that stumbles is asked again', async () => {
    const { setting, failNext } = await startS3();
    const storage = createS3Storage(setting);
    failNext(2);
    await storage.put('pictures/pic_3.webp', Buffer.from('still here'), 'image/webp');
    expect(String(await buffer((await storage.get('pictures/pic_3.webp'))!.stream))).toBe('still here');
  });
});

/** A bucket in memory that speaks S3's protocol: it checks the signature, the signed hash of the body and the clock of every request. */
async function startS3(): Promise<{ setting: string; failNext(times: number): void }> {
  const files = new Map<string, { body: Buffer; type: string }>();
  let failures = 0;
  const server = createServer(
    (request, response) =>
      void buffer(request).then((body) => {
        const refuse = (status: number, code: string) =>
          response
            .writeHead(status, { 'content-type': 'application/xml' })
            .end(`<?xml version="1.0"?><Error><Code>${code}</Code><AWSAccessKeyId>${keyId}</AWSAccessKeyId></Error>`);
        if (failures > 0) {
          failures -= 1;
          return refuse(503, 'SlowDown');
        }
        const wrong = mistakeOf(request, body);
        if (wrong !== undefined) return refuse(403, wrong);
        const path = request.url ?? '';
        if (!path.startsWith('/fruit/')) return refuse(404, 'NoSuchBucket');
        if (request.method === 'PUT') {
          files.set(path, { body, type: request.headers['content-type'] ?? '' });
          return response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
        }
        if (request.method === 'DELETE') {
          files.delete(path);
          return response.writeHead(204).end();
        }
        const file = files.get(path);
        if (file === undefined) return refuse(404, 'NoSuchKey');
        return response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.length }).end(file.body);
      }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
  return {
    setting: `http://${keyId}:${encodeURIComponent(secret)}@127.0.0.1:${port}/fruit?region=cn-northwest-1`,
    failNext: (times) => void (failures = times),
  };
}

/** Signature version 4, worked out from Amazon's description rather than by the library under test. */
function mistakeOf(request: IncomingMessage, body: Buffer): string | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (parts === null) return 'AccessDenied';
  const [, id, day = '', region = '', signedHeaders = '', signature] = parts;
  const date = String(request.headers['x-amz-date']);
  const sent = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (id !== keyId || region !== 'cn-northwest-1') return 'InvalidAccessKeyId';
  if (!(Math.abs(Date.now() - sent) < 15 * 60_000)) return 'RequestTimeTooSkewed';
  const hash = createHash('sha256').update(body).digest('hex');
  if (request.headers['x-amz-content-sha256'] !== hash) return 'XAmzContentSHA256Mismatch';
  const names = signedHeaders.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return 'AccessDenied';
  const canonical = [
    request.method,
    request.url,
    '',
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
