import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What lies between the shop and its payment provider, both ways. While it swallows, requests arrive and are carried
 * out, and their answers are lost: half of them by a connection that breaks, half by silence until the caller gives up.
 */
export interface Gateway {
  readonly port: number;
  swallow(isSwallowing: boolean): void;
  readonly swallowed: () => number;
  close(): void;
}

const isPaymentTraffic = ({ method, url = '' }: IncomingMessage) =>
  method === 'POST' && (url.startsWith('/sandbox-pay/v3/') || url.startsWith('/api/payment-callbacks/'));

export async function openGateway(target: () => string): Promise<Gateway> {
  let isSwallowing = false;
  let swallowed = 0;
  const server = createServer((request, response) => {
    const isLost = isSwallowing && isPaymentTraffic(request);
    const onward = send(
      new URL(request.url ?? '/', target()),
      { method: request.method ?? 'GET', headers: request.headers, agent: false },
      (answer) => {
        if (isLost) return loseAnswer(answer, response, (swallowed += 1));
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallow: (is) => void (isSwallowing = is),
    swallowed: () => swallowed,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function loseAnswer(answer: IncomingMessage, response: ServerResponse, count: number): void {
  answer.resume();
  answer.on('end', () => {
    if (count % 2 === 0) response.destroy();
  });
}
