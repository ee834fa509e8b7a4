import { readFileSync } from 'node:fs';
import { breakBody, breakSegment } from './break-value.ts';
import type { FuzzCaller } from './callers.ts';
import type { KnownIds } from './known-ids.ts';
import { makeValue, type Maker, type Schema } from './make-value.ts';
import type { Random } from './random.ts';
import type { Sent } from './send.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
}

/** Every operation of docs/openapi.json, and the schemas they share. */
export function readOperations(file: string): { operations: Operation[]; schemas: Record<string, Schema> } {
  const document = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>>;
    components: { schemas: Record<string, Schema> };
  };
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { parameters = [], requestBody }]) => ({
      method: verb.toUpperCase(),
      path,
      parameters,
      body: requestBody?.content['application/json']?.schema,
    })),
  );
  return { operations, schemas: document.components.schemas };
}

/** What is served beside the API: pages, pictures, the cashier, the way to the media server. */
const elsewhere = [
  '/',
  '/l/{code}',
  '/l/{code}/poster.png',
  '/p/{productId}',
  '/live/{sessionId}',
  '/console/{shopId}',
  '/files/{any}',
  '/files/pictures/{any}.webp',
  '/assets/{any}',
  '/problems/{any}',
  '/api-docs',
  '/openapi.json',
  '/healthz',
  '/readyz',
  '/metrics',
  '/ws',
  '/internal/media-hooks/{any}',
  '/media/live/{sessionId}.flv',
  '/media/live/{sessionId}/index.m3u8',
  '/media/recordings/{any}/media.mp4',
  '/media/whip/{sessionId}',
  '/media/control/{any}',
  '/sandbox-pay/cashier/{any}',
  '/sandbox-pay/cashier/{any}/pay',
  '/sandbox-pay/v3/pay/transactions/h5',
];
/** Four black pixels. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGNgYGD4D8UMEAoAHQAEAIpqbX4AAAAASUVORK5CYII=', 'base64');

export interface RequestMaker {
  make(caller: FuzzCaller): Sent & { readonly route: string };
}

export function createRequestMaker(openApiFile: string, random: Random, ids: KnownIds): RequestMaker {
  const { operations, schemas } = readOperations(openApiFile);
  const maker: Maker = { random, ids, schemas };
  // A tenth of those who may stay may lose their session; the people of the shop keep theirs.
  const losesSession = ({ method, path }: Operation) =>
    /sign-out|^\/api\/me\/sessions\/|password/.test(path) || (method === 'DELETE' && /staff/.test(path));
  return {
    make(caller) {
      if (random.chance(0.06)) return makeElsewhere(maker, caller);
      let operation = random.pick(operations);
      while (losesSession(operation) && (caller.isKept || random.chance(0.7))) operation = random.pick(operations);
      return makeOne(maker, operation, caller);
    },
  };
}

function makeOne(maker: Maker, operation: Operation, caller: FuzzCaller): Sent & { route: string } {
  const { random } = maker;
  const route = `${operation.method} ${operation.path}`;
  const path = fillPath(maker, operation.path) + makeQuery(maker, operation.parameters);
  const headers = makeHeaders(
    maker,
    caller,
    operation.parameters.some((parameter) => parameter.in === 'header'),
  );
  if (operation.path.endsWith('/pictures')) return { route, method: operation.method, path, ...makeUpload(random, headers) };
  if (operation.body === undefined) {
    const body = operation.method === 'GET' ? undefined : random.pick(['', '{}', undefined, 'null', '[1]']);
    return { route, method: operation.method, path, headers, ...(body !== undefined && { body }) };
  }
  const valid = makeValue(maker, operation.body);
  const body = random.chance(0.5) ? JSON.stringify(valid) : breakBody(random, valid);
  return { route, method: operation.method, path, headers, body };
}

function makeElsewhere(maker: Maker, caller: FuzzCaller): Sent & { route: string } {
  const { random } = maker;
  const template = random.pick(elsewhere);
  const method = random.pick(['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
  const query = random.chance(0.3) ? `?${breakSegment(random)}=${breakSegment(random)}` : '';
  const isWrite = method !== 'GET' && method !== 'HEAD';
  return {
    route: `${method} ${template}`,
    method,
    path: onOneLine(fillPath(maker, template) + query),
    headers: makeHeaders(maker, caller, false),
    ...(isWrite && { body: breakBody(random, { a: 1, b: [{}] }) }),
  };
}

function fillPath({ random, ids }: Maker, template: string): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (random.chance(0.06)) return breakSegment(random);
    if (name === 'seq') return String(random.below(300));
    if (name === 'provider') return random.pick(['sandbox', 'sandbox', 'wechat']);
    return random.chance(0.04) ? ids.any(random) : (ids.for(name, random) ?? 'xxx_0123456789abcdef');
  });
  return onOneLine(path);
}

/** Node refuses to send what is no character of a request line; the raw sockets of the frames send worse. */
function onOneLine(path: string): string {
  return path.replaceAll(/[^\u0021-\u007e]/gu, (character) => (character.isWellFormed() ? encodeURIComponent(character) : '%ED%A0%BD'));
}

function makeQuery(maker: Maker, parameters: readonly Parameter[]): string {
  const { random } = maker;
  const parts: string[] = [];
  for (const { name, schema = {}, in: where, required } of parameters) {
    if (where !== 'query' || (required !== true && random.chance(0.5))) continue;
    const value = makeValue(maker, schema, name);
    const text = random.chance(0.25) ? breakSegment(random) : encodeURIComponent(String(value).toWellFormed());
    parts.push(`${name}=${text}`);
    if (random.chance(0.04)) parts.push(`${name}=${text}`);
  }
  if (random.chance(0.04))
    parts.push(random.pick(['__proto__[x]=1', 'constructor=1', 'limit=1e9', 'cursor=%00', '=', '&&&', 'a[]=1&a[]=2']));
  return parts.length === 0 ? '' : `?${onOneLine(parts.join('&'))}`;
}

function makeHeaders({ random }: Maker, caller: FuzzCaller, needsKey: boolean): Record<string, string> {
  const key = random.chance(0.9)
    ? `fuzz-${random.below(1_000_000_000)}`
    : random.pick(['', 'short', 'the-same-key-again', 'x'.repeat(200)]);
  return {
    // Limits count addresses and callers; behind a proxy everybody has an address of their own.
    'x-forwarded-for': random.chance(0.98) ? `10.${random.below(256)}.${random.below(256)}.${random.below(256)}` : 'nonsense, ,::1',
    'content-type': random.chance(0.97)
      ? 'application/json'
      : random.pick([
          'text/plain',
          'application/xml',
          'nonsense',
          'multipart/form-data',
          'application/x-www-form-urlencoded',
          'application/json; charset=utf-16',
        ]),
    ...(caller.cookie !== undefined && { cookie: random.chance(0.98) ? caller.cookie : `${caller.cookie}x; a=${'b'.repeat(2000)}` }),
    ...((needsKey || random.chance(0.02)) && { 'idempotency-key': key }),
    ...(random.chance(0.1) && { 'accept-language': random.pick(['en', 'en-GB,en;q=0.9', 'zh', '*', 'x'.repeat(3000)]) }),
    ...(random.chance(0.02) && { origin: random.pick(['https://evil.example', 'null', '://']) }),
    ...(random.chance(0.02) && { host: random.pick(['[', 'a b', 'evil.example/x', 'x:y:z', '127.0.0.1:99999']) }),
    ...(random.chance(0.01) && {
      authorization: random.pick(['Bearer', 'Bearer x', 'Basic Og==', `SANDBOX-RSA2048 ${'a="b",'.repeat(300)}`]),
    }),
  };
}

function makeUpload(random: Random, headers: Record<string, string>): { headers: Record<string, string>; body: Buffer } {
  const file = random.chance(0.4) ? png : breakBytes(random, png);
  const name = random.chance(0.9) ? 'file' : random.pick(['other', '__proto__', '"', 'a\u0000']);
  const head = `--b\r\ncontent-disposition: form-data; name="${name}"; filename="${random.pick(['a.png', '../../a', '💥'])}"\r\ncontent-type: image/png\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--b--\r\n')]);
  const body = random.chance(0.15) ? whole.subarray(0, random.below(whole.length)) : whole;
  return { headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' }, body };
}

/** Bytes with some changed, cut, repeated or put in. */
export function breakBytes(random: Random, bytes: Buffer): Buffer {
  let broken = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(broken.length + 1);
    const span = random.below(40);
    switch (random.below(5)) {
      case 0:
        broken = Buffer.concat([broken.subarray(0, at), broken.subarray(at + span)]);
        break;
      case 1:
        broken = Buffer.concat([broken.subarray(0, at + span), broken.subarray(at)]);
        break;
      case 2:
        broken = Buffer.concat([broken.subarray(0, at), Buffer.alloc(span, random.below(256)), broken.subarray(at)]);
        break;
      default:
        if (at < broken.length) broken[at] = random.pick([0, 0xff, 0x7f, 0x80, random.below(256)]);
    }
  }
  return broken;
}
