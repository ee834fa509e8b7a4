import type { Contract, ProblemCode } from '@tuanzi/contract';
import type { Input, Reply } from '@tuanzi/contract/api';
import { ApiProblem, localProblem, type Locale } from './api-problem.ts';

export type ApiRoute = keyof Contract;
export type QueryRoute = Extract<ApiRoute, `GET ${string}`>;
export type CommandRoute = Exclude<ApiRoute, QueryRoute>;

type AllOptional<T> = Partial<T> extends T ? true : false;
type Optional<I> = { [K in keyof I as AllOptional<I[K]> extends true ? K : never]?: I[K] };
type Needed<I> = { [K in keyof I as AllOptional<I[K]> extends true ? never : K]: I[K] };
/** What a route wants: `params`, `query` and `body`; a part whose fields are all optional may be left out. */
export type ApiInput<R extends ApiRoute> = Needed<Input<Contract[R]>> & Optional<Input<Contract[R]>>;
export type ApiReply<R extends ApiRoute> = Reply<Contract[R]>;
type InputArgument<R extends ApiRoute> =
  AllOptional<ApiInput<R>> extends true ? [input?: ApiInput<R>, options?: CallOptions] : [input: ApiInput<R>, options?: CallOptions];

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Required by routes that move money or stock; the same key and body have one effect however often they are sent. */
  readonly idempotencyKey?: string;
  /** For the upload routes: sent as multipart/form-data in the part `file`. */
  readonly file?: Blob;
}
export type Api = <R extends ApiRoute>(route: R, ...rest: InputArgument<R>) => Promise<ApiReply<R>>;

export interface ApiSettings {
  /** Empty for the same origin. */
  readonly baseUrl?: string;
  /** Language of problem titles, asked at each call. */
  readonly locale?: () => Locale;
  /** Sent with every call; programs that are not browsers put their cookie here. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** Uploads of 10 MB over a slow phone take longer than anything else. */
const uploadTimeoutMs = 60_000;

/** `api('GET /api/products/{productId}', { params: { productId } })`, typed by the contract, with no code generated. */
export function createApi(settings: ApiSettings = {}): Api {
  const { baseUrl = '', locale = () => 'zh' as const, timeoutMs = 15_000 } = settings;
  const send = settings.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));

  async function call(route: string, input: Parts = {}, options: CallOptions = {}): Promise<unknown> {
    const { url, method } = locate(route, input);
    const timeout = AbortSignal.timeout(options.file === undefined ? timeoutMs : Math.max(timeoutMs, uploadTimeoutMs));
    const request: RequestInit = {
      method,
      credentials: 'same-origin',
      signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]),
      headers: {
        accept: 'application/json',
        'x-locale': locale(),
        ...settings.headers,
        ...(options.idempotencyKey !== undefined && { 'idempotency-key': options.idempotencyKey }),
        ...(input.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(options.file !== undefined ? { body: formOf(options.file) } : input.body !== undefined && { body: JSON.stringify(input.body) }),
    };
    let response: Response;
    try {
      response = await send(baseUrl + url, request);
    } catch (error) {
      // The caller's own abort is theirs to see; everything else is a network that did not carry the request.
      if (options.signal?.aborted === true) throw error;
      throw localProblem('offline', locale());
    }
    return readAnswer(response, locale());
  }

  // One generic function; each overload of it is checked where it is called.
  return call as Api;
}

type Plain = string | number | boolean | undefined;
interface Parts {
  readonly params?: Record<string, Plain>;
  readonly query?: Record<string, Plain>;
  readonly body?: unknown;
}

function locate(route: string, { params = {}, query = {} }: Parts): { method: string; url: string } {
  const [method = 'GET', template = '/'] = route.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${route} needs params.${name}`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  return { method, url: search.size > 0 ? `${path}?${search}` : path };
}

function formOf(file: Blob): FormData {
  const form = new FormData();
  form.append('file', file, file instanceof File ? file.name : 'file');
  return form;
}

async function readAnswer(response: Response, locale: Locale): Promise<unknown> {
  if (response.status === 204) return undefined;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch {
    // A proxy's error page or a broken connection: not our server's words.
    throw localProblem(response.ok ? 'offline' : 'unreadable_answer', locale);
  }
  if (response.ok) return answer;
  const document = answer as Record<string, unknown>;
  if (typeof document['code'] !== 'string' || typeof document['title'] !== 'string') throw localProblem('unreadable_answer', locale);
  // Codes come from the contract both sides share.
  throw new ApiProblem(document['code'] as ProblemCode, response.status, document['title'], document);
}
