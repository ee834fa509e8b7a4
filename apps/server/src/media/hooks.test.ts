import http from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMediaHooks } from './hooks.ts';
import type { MediaHooks } from './hooks.ts';
import { silentMediaLog } from './log.ts';
import { until } from './testing.ts';

type Answer = (kind: string, body: Record<string, unknown>, response: http.ServerResponse) => void;
let answer: Answer;
let server: http.Server;
let hooks: MediaHooks;

beforeEach(async () => {
  server = http.createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => answer((request.url ?? '').slice(1), JSON.parse(text) as Record<string, unknown>, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  hooks = createMediaHooks({
    url: `http://127.0.0.1:${port}`,
    secret: 'secret',
    log: silentMediaLog,
    answerWithinMs: 300,
    retryFirstMs: 5,
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (): ReturnType<MediaHooks['authorizePublish']> =>
  hooks.authorizePublish({ streamName: 'ses_1', key: 'k', protocol: 'rtmp', remoteIp: '127.0.0.1' });
const reply =
  (status: number, text: string): Answer =>
  (_kind, _body, response) =>
    void response.writeHead(status).end(text);

test('only a 200 with the agreed yes allows a publish', async () => {
  answer = reply(200, '{"allow":true,"sessionId":"ses_1"}');
  expect(await ask()).toEqual({ isAllowed: true, sessionId: 'ses_1' });
});

test.each([
  ['a no', 200, '{"allow":false,"reason":"wrong key"}'],
  ['a yes without a session', 200, '{"allow":true}'],
  ['a yes for a path', 200, '{"allow":true,"sessionId":"../x"}'],
  ['a word for yes', 200, '{"allow":"true","sessionId":"ses_1"}'],
  ['a yes with status 500', 500, '{"allow":true,"sessionId":"ses_1"}'],
  ['a yes with status 201', 201, '{"allow":true,"sessionId":"ses_1"}'],
  ['garbage', 200, '<html>'],
  ['nothing', 200, ''],
  ['null', 200, 'null'],
  ['an answer without end', 200, ' '.repeat(100_000)],
])('%s refuses', async (_name, status, text) => {
  answer = reply(status, text);
  expect((await ask()).isAllowed).toBe(false);
});

test('no answer in time, a redirect and nobody there refuse as well', async () => {
  answer = () => {};
  expect((await ask()).isAllowed).toBe(false);
  answer = (_kind, _body, response) => void response.writeHead(302, { location: '/' }).end();
  expect((await ask()).isAllowed).toBe(false);
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect((await ask()).isAllowed).toBe(false);
});

test('events of a session arrive in order and once each, however often the web process fails; another session does not wait', async () => {
  const arrived: string[] = [];
  let failures = 4;
  answer = (kind, body, response) => {
    if (body['sessionId'] === 'ses_1' && failures-- > 0) {
      response.writeHead(failures % 2 === 0 ? 500 : 429).end();
      return;
    }
    arrived.push(`${String(body['sessionId'])} ${kind}`);
    response.end('{}');
  };
  for (const kind of ['started', 'interrupted', 'resumed', 'ended'] as const) void hooks.send(kind, { sessionId: 'ses_1' });
  void hooks.send('started', { sessionId: 'ses_2' });
  await until(() => arrived.length === 5);
  expect(arrived[0]).toBe('ses_2 started');
  expect(arrived.slice(1)).toEqual(['ses_1 started', 'ses_1 interrupted', 'ses_1 resumed', 'ses_1 ended']);
});

test('an event the web process will never take does not hold up the next', async () => {
  const arrived: string[] = [];
  answer = (kind, _body, response) => {
    arrived.push(kind);
    response.writeHead(kind === 'started' ? 422 : 200).end();
  };
  void hooks.send('started', { sessionId: 'ses_1' });
  void hooks.send('ended', { sessionId: 'ses_1' });
  await hooks.flush(5_000);
  expect(arrived).toEqual(['started', 'ended']);
});

test('figures of one session do not wait for another’s that are not answered', async () => {
  const arrived: string[] = [];
  answer = (_kind, body) => void arrived.push(String(body['sessionId']));
  for (const sessionId of ['ses_1', 'ses_2', 'ses_1', 'ses_3']) hooks.sendStats({ sessionId });
  await until(() => arrived.length >= 3);
  expect(arrived.toSorted()).toEqual(['ses_1', 'ses_2', 'ses_3']);
});

test('waiting for the rest ends in time even when nobody answers', async () => {
  answer = () => {};
  void hooks.send('ended', { sessionId: 'ses_1' });
  await expect(hooks.flush(20)).resolves.toBeUndefined();
});
