import autocannon from 'autocannon';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface LoadResult {
  readonly answered: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly lost: number;
}

/** How long to send, or how many requests. */
export type LoadSize = { readonly seconds: number } | { readonly amount: number };

export const connections = 256;

/** Keeps so many kept-alive connections busy, each sending its next request when the last was answered. */
export async function send(url: string, next: () => LoadRequest, size: LoadSize): Promise<LoadResult> {
  const startedAt = performance.now();
  let lastAt = startedAt;
  const options: autocannon.Options = {
    url,
    connections,
    timeout: 30,
    ...('seconds' in size ? { duration: size.seconds } : { amount: size.amount }),
    requests: [
      {
        setupRequest: (request) => {
          const { method, path, headers, body } = next();
          return {
            ...request,
            method,
            path,
            headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
            ...(body !== undefined && { body }),
          };
        },
      },
    ],
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const sending = autocannon(options, (error: unknown, done) => (error == null ? resolve(done) : reject(error)));
    sending.on('response', () => {
      lastAt = performance.now();
    });
  });
  // It looks once a second whether an amount is done.
  const seconds = 'seconds' in size ? result.duration : (lastAt - startedAt) / 1000;
  const byStatus = Object.fromEntries(Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [status, count]));
  const answered = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return {
    answered,
    perSecond: answered / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    byStatus,
    lost: result.errors + result.timeouts,
  };
}
