import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Whoever is not answered by then is hung up on; what they asked for is done or not, and their key tells which. */
const finishWithinMs = 5_000;

/** A server that closes first answers what it was asked, while new requests are turned away; only then are connections cut. */
export function finishRequests(http: FastifyInstance): void {
  const underWay = new Set<ServerResponse>();
  let tellIdle: () => void = () => {};
  http.server.on('request', ({ url }, response) => {
    // Video never ends.
    if (url?.startsWith('/media/') === true) return;
    underWay.add(response);
    response.once('close', () => {
      underWay.delete(response);
      if (underWay.size === 0) tellIdle();
    });
  });
  http.addHook('preClose', async () => {
    if (underWay.size === 0) return;
    const idle = new Promise<void>((resolve) => {
      tellIdle = resolve;
    });
    // Once all are answered nothing waits for the clock, the end of the process included.
    await Promise.race([idle, delay(finishWithinMs, undefined, { ref: false })]);
  });
}
