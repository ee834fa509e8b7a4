import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

export interface InternalListener {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The same routes on the loopback address without TLS, for this installation's own processes. With a folder it comes
 * back on the port it had before, where that is free: a payment notice is sent to the address that was named when the
 * payment began, and must find the shop also after a restart.
 */
export async function listenInternally(http: FastifyInstance, dataDir: string | undefined): Promise<InternalListener> {
  const server = createServer((request, response) => http.routing(request, response));
  const listen = (port: number) =>
    new Promise<boolean>((resolve) => {
      const refuse = () => resolve(false);
      server.once('error', refuse);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', refuse);
        resolve(true);
      });
    });
  const last = dataDir === undefined ? undefined : readPort(dataDir);
  const isBack = last !== undefined && (await listen(last));
  if (!isBack && !(await listen(0))) throw new Error('no port on the loopback address is free');
  const { port } = server.address() as AddressInfo;
  if (dataDir !== undefined && port !== last) keepPort(dataDir, port);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const fileName = 'internal-port';

function readPort(dataDir: string): number | undefined {
  try {
    const port = Number(readFileSync(join(dataDir, fileName), 'utf8'));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    // The first start.
    return undefined;
  }
}

function keepPort(dataDir: string, port: number): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, fileName), `${port}\n`);
}
