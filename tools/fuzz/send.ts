import { Agent, request as httpRequest } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
export interface Answer {
  /** 0 when there was none: the connection broke. */
  readonly status: number;
  readonly isHung: boolean;
  readonly cookie: string | undefined;
  readonly text: string;
}

/** Longer than anything may take, on the slowest machine that runs this. */
const hungAfterMs = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request, whatever is in it; the answer, whatever it is. */
export function send(url: string, { method, path, headers, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const end = (answer: Partial<Answer>) => {
      clearTimeout(timer);
      resolve({ status: 0, isHung: false, cookie: undefined, text: '', ...answer });
    };
    const request = httpRequest(
      {
        hostname,
        port,
        method,
        path,
        agent,
        headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => end({ status: response.statusCode ?? 0 }));
        response.on('end', () =>
          end({
            status: response.statusCode ?? 0,
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0],
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    const timer = setTimeout(() => {
      end({ isHung: true });
      request.destroy();
    }, hungAfterMs);
    request.on('error', (error) => end({ text: error.message }));
    request.end(body);
  });
}
