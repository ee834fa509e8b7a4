import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { ConfigError } from '../config.ts';
import type { StoragePort } from './storage.ts';

/** Until the answer's head; a body may take as long as its reader. */
const answerMs = 20_000;
const retriesMax = 3;

/**
 * Files in one bucket of S3 or what speaks its protocol (MinIO, OSS, COS, R2), addressed by path. The setting is one
 * URL: https://KEY:SECRET@host/bucket/optional/prefix?region=…
 */
export function createS3Storage(setting: string): StoragePort {
  const url = URL.parse(setting);
  // Said without repeating the setting, which holds a secret.
  if (url === null || url.username === '' || url.password === '' || url.pathname.length < 2)
    throw new ConfigError('STORAGE_S3 must look like https://KEY:SECRET@host/bucket?region=…; a / in the secret is written %2F');
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    service: 's3',
    region: url.searchParams.get('region') ?? 'us-east-1',
    retries: retriesMax,
  });
  const root = `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`;

  async function send(method: 'PUT' | 'GET' | 'DELETE', key: string, content?: { bytes: Buffer; contentType: string }): Promise<Response> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new Error(`storage did not answer within ${answerMs} ms`)), answerMs);
    const hash = createHash('sha256')
      .update(content?.bytes ?? '')
      .digest('hex');
    try {
      return await client.fetch(`${root}/${key}`, {
        method,
        signal: limit.signal,
        // The body's hash is signed as well, so that what is stored is what was sent, over plain http too.
        headers: {
          'x-amz-content-sha256': hash,
          ...(content !== undefined && { 'content-type': content.contentType, 'content-length': String(content.bytes.length) }),
        },
        // A plain view of the same memory: fetch's types know no Buffer.
        ...(content !== undefined && { body: new Uint8Array(content.bytes) }),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async put(key, bytes, contentType) {
      const response = await send('PUT', key, { bytes, contentType });
      await finish(response, 'put');
    },
    async get(key) {
      const response = await send('GET', key);
      if (response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok || response.body === null) await finish(response, 'get');
      return {
        // The web's stream type and Node's differ in name only.
        stream: Readable.fromWeb(response.body as ReadableStream),
        bytes: Number(response.headers.get('content-length')),
        contentType: response.headers.get('content-type') ?? 'application/octet-stream',
      };
    },
    async delete(key) {
      const response = await send('DELETE', key);
      if (response.status !== 404) await finish(response, 'delete');
      else await response.body?.cancel();
    },
  };
}

/** Reads the answer to its end, so that the connection is free again, and throws unless it is a success. */
async function finish(response: Response, what: string): Promise<void> {
  const text = await response.text();
  if (response.ok) return;
  // The code of the XML error says what is wrong (NoSuchBucket, SignatureDoesNotMatch); the rest may name keys.
  throw new Error(`storage refused ${what}: ${response.status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''}`.trim());
}
