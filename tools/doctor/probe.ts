import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, createServer } from 'node:net';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly date: Date | undefined;
}

/** One small request. `isTrusting` believes a self-made certificate. */
export function probe(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    isTrusting = false,
    waitMs = 4000,
  }: { method?: string; headers?: Record<string, string>; body?: string; isTrusting?: boolean; waitMs?: number } = {},
): Promise<Answered> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false, rejectUnauthorized: !isTrusting, signal: AbortSignal.timeout(waitMs) };
    const asked = send(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        if (text.length < 100_000) text += part;
      });
      response.on('error', reject).on('end', () => {
        const { date } = response.headers;
        resolve({ status: response.statusCode ?? 0, text, date: date === undefined ? undefined : new Date(date) });
      });
    });
    asked.on('error', (error) =>
      reject(error.name === 'AbortError' || error.name === 'TimeoutError' ? new Error(`no answer within ${waitMs / 1000} s`) : error),
    );
    asked.end(body);
  });
}

/** Is this how Tuanzi answers? Any other program on the port answers otherwise. */
export async function isTuanzi(url: string): Promise<boolean> {
  return probe(`${url}/healthz`, { isTrusting: true }).then(
    ({ status, text }) => status === 200 && text === '{"ok":true}',
    () => false,
  );
}

/** Why nobody can listen there; undefined when one can. */
export function whyNotFree(port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}

/** Says hello as an encoder does and waits for the version byte of the answer. */
export function answersRtmp(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (isRtmp: boolean) => {
      socket.destroy();
      resolve(isRtmp);
    };
    socket.setTimeout(4000, () => end(false));
    socket.once('error', () => end(false)).once('close', () => end(false));
    socket.once('connect', () => socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536)])));
    socket.once('data', (data) => end(data[0] === 3));
  });
}

/** How this machine reaches what listens on `host`. */
export function loopbackOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
