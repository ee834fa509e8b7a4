import { once } from 'node:events';
import type { Server } from 'node:net';

const triesMax = 5;

/** Port 0 is any free one. Somebody else may take the same between its choice and its use; then another is chosen. */
export async function listen(server: Server, port: number, host: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      server.listen(port, host);
      await once(server, 'listening');
      return;
    } catch (error) {
      if (port !== 0 || tries === triesMax || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}
