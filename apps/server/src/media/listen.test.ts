import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

/** A server whose first tries meet what happens when another process takes the chosen port just before. */
function unlucky(times: number): Server {
  const server = createServer();
  onTestFinished(() => void server.close());
  const real = server.listen.bind(server) as (...given: unknown[]) => Server;
  server.listen = ((...given: unknown[]) => {
    if (times-- <= 0) return real(...given);
    process.nextTick(() => server.emit('error', Object.assign(new Error('taken'), { code: 'EADDRINUSE' })));
    return server;
  }) as Server['listen'];
  return server;
}

test('a free port that somebody else took first is chosen again; one that was asked for is not', async () => {
  const lucky = unlucky(2);
  await listen(lucky, 0, '127.0.0.1');
  expect(lucky.listening).toBe(true);
  await expect(listen(unlucky(1), 45_000, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(listen(unlucky(99), 0, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
