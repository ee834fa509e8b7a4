/** Providers answer in fractions of a second; bills take longer. */
const timeoutMs = 8000;

export interface ProviderCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs?: number;
}
export interface ProviderAnswer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly text: string;
  header(name: string): string;
}

/** One call to a payment provider, at an address from the settings. What fails on the way is thrown and tried again by whoever asked. */
export async function callProvider({ method, url, headers, body, ...more }: ProviderCall): Promise<ProviderAnswer> {
  const response = await fetch(url, {
    method,
    // A signed request is for the address it was signed for.
    redirect: 'error',
    headers: { 'user-agent': 'Tuanzi', ...headers },
    ...(body !== undefined && body !== '' && { body }),
    signal: AbortSignal.timeout(more.timeoutMs ?? timeoutMs),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, bytes, text: bytes.toString('utf8'), header: (name) => response.headers.get(name) ?? '' };
}

/** The provider answered, and said no. */
export class ProviderRefusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(provider: string, { status, code, message }: { status: number; code: string; message: string }) {
    super(`${provider}: ${status} ${code} ${message}`);
    this.name = 'ProviderRefusal';
    this.code = code;
    this.status = status;
  }
}
