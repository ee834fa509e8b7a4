/** Hooks over the typed calls and the live socket; put `ClientProvider` inside TanStack's `QueryClientProvider`. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { Api, ApiInput, ApiReply, ApiRoute, CallOptions, CommandRoute, QueryRoute } from './api.ts';
import type { ApiProblem } from './api-problem.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency-keys.ts';
import type { LiveSocket } from './live-socket.ts';
import { createSameTap } from './same-tap.ts';
import type { SceneChannel } from './scene-channel.ts';
import { emptyScene, type SceneState } from './scene-state.ts';

interface Client {
  readonly api: Api;
  readonly live: LiveSocket;
  readonly keys: IdempotencyKeys;
  readonly sameTap: ReturnType<typeof createSameTap>;
}
const ClientContext = createContext<Client | null>(null);

export function ClientProvider({ api, live, children }: { api: Api; live: LiveSocket; children: ReactNode }): ReactNode {
  const client = useMemo(() => ({ api, live, keys: createIdempotencyKeys(), sameTap: createSameTap() }), [api, live]);
  return createElement(ClientContext.Provider, { value: client }, children);
}

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('ClientProvider is missing');
  return client;
}

export interface ApiQueryOptions {
  readonly isEnabled?: boolean;
  readonly refetchEveryMs?: number;
  readonly staleMs?: number;
  /** Keep showing the last answer while the next input loads. */
  readonly keepsPrevious?: boolean;
}
type QueryArguments<R extends QueryRoute> =
  Partial<ApiInput<R>> extends ApiInput<R>
    ? [input?: ApiInput<R>, options?: ApiQueryOptions]
    : [input: ApiInput<R>, options?: ApiQueryOptions];

/** Reads one route. The same route and input share one answer on the whole page. */
export function useApi<R extends QueryRoute>(
  route: R,
  ...[input, options = {}]: QueryArguments<R>
): UseQueryResult<ApiReply<R>, ApiProblem> {
  const { api } = useClient();
  return useQuery<ApiReply<R>, ApiProblem, ApiReply<R>>({
    queryKey: apiKey(route, input),
    queryFn: ({ signal }) => callAny(api, route, input, { signal }) as Promise<ApiReply<R>>,
    enabled: options.isEnabled ?? true,
    retry: retryUncertain,
    ...(options.refetchEveryMs !== undefined && { refetchInterval: options.refetchEveryMs }),
    ...(options.staleMs !== undefined && { staleTime: options.staleMs }),
    ...(options.keepsPrevious === true && { placeholderData: keepPreviousData }),
  });
}

/** Routes that answer in pages. */
export type PagedRoute = {
  [R in QueryRoute]: ApiReply<R> extends { items: readonly unknown[]; nextCursor: string | null } ? R : never;
}[QueryRoute];
type Item<R extends PagedRoute> = ApiReply<R> extends { items: readonly (infer T)[] } ? T : never;
interface AnyPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** Reads a paged route; `data` is every item read so far, `fetchNextPage` reads on while `hasNextPage`. */
export function useApiPages<R extends PagedRoute>(
  route: R,
  ...[input, options = {}]: QueryArguments<R>
): UseInfiniteQueryResult<Item<R>[], ApiProblem> {
  const { api } = useClient();
  return useInfiniteQuery({
    queryKey: [...apiKey(route, input), 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const parts = (input ?? {}) as { query?: Record<string, unknown> };
      const query = { ...parts.query, ...(pageParam !== null && { cursor: pageParam }) };
      return (await callAny(api, route, { ...parts, query }, { signal })) as AnyPage;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: AnyPage) => last.nextCursor,
    select: (data: { pages: AnyPage[] }) => data.pages.flatMap((page) => page.items) as Item<R>[],
    enabled: options.isEnabled ?? true,
    retry: retryUncertain,
    ...(options.refetchEveryMs !== undefined && { refetchInterval: options.refetchEveryMs }),
    ...(options.staleMs !== undefined && { staleTime: options.staleMs }),
  });
}

export interface CommandOptions<R extends CommandRoute> {
  /** Routes whose answers are out of date afterwards, whatever their input. */
  readonly invalidates?: readonly QueryRoute[];
  readonly onDone?: (reply: ApiReply<R>, input: CommandInput<R>) => void;
}
/** `file` is for the upload routes. */
export type CommandInput<R extends CommandRoute> = ApiInput<R> & { readonly file?: Blob };

/**
 * Runs one command. Every attempt at the same input carries the same Idempotency-Key until the server has answered for
 * certain, so a tapped-twice or interrupted order is one order; a double click is one command altogether.
 */
export function useCommand<R extends CommandRoute>(
  route: R,
  options: CommandOptions<R> = {},
): UseMutationResult<ApiReply<R>, ApiProblem, CommandInput<R>> {
  const { api, keys, sameTap } = useClient();
  const queries = useQueryClient();
  return useMutation<ApiReply<R>, ApiProblem, CommandInput<R>>({
    mutationKey: [route],
    mutationFn: ({ file, ...input }) =>
      file === undefined
        ? sameTap(`${route} ${JSON.stringify(input)}`, () =>
            keys.withKey(route, input, (idempotencyKey) => callAny(api, route, input, { idempotencyKey }) as Promise<ApiReply<R>>),
          )
        : (callAny(api, route, input, { file }) as Promise<ApiReply<R>>),
    onSuccess: async (reply, input) => {
      options.onDone?.(reply, input);
      await invalidateApi(queries, ...(options.invalidates ?? []));
    },
  });
}

/** The key a route's answer is cached under; without input, the start of the keys of all its answers. */
export function apiKey(route: ApiRoute, input?: unknown): readonly unknown[] {
  return input === undefined ? [route] : [route, input];
}

export async function invalidateApi(queries: QueryClient, ...routes: QueryRoute[]): Promise<void> {
  await Promise.all(routes.map((route) => queries.invalidateQueries({ queryKey: [route] })));
}

export interface SceneHook {
  readonly scene: SceneState;
  readonly channel: SceneChannel | null;
}

/** Enters a scene while the component is on screen; null enters nothing. */
export function useScene(sceneId: string | null): SceneHook {
  const { live } = useClient();
  const [channel, setChannel] = useState<SceneChannel | null>(null);
  useEffect(() => {
    if (sceneId === null) return undefined;
    const held = live.enter(sceneId);
    setChannel(held.channel);
    return () => {
      setChannel(null);
      held.release();
    };
  }, [live, sceneId]);
  const subscribe = useCallback((onChange: () => void) => channel?.subscribe(onChange) ?? (() => {}), [channel]);
  const read = useCallback(() => channel?.state() ?? emptyScene, [channel]);
  return { scene: useSyncExternalStore(subscribe, read, read), channel };
}

/** Inside the hooks route and input have been checked together already; TypeScript cannot follow them through a union. */
function callAny(api: Api, route: ApiRoute, input: unknown, options: CallOptions): Promise<unknown> {
  return (api as (route: string, input: unknown, options: CallOptions) => Promise<unknown>)(route, input ?? {}, options);
}

/** A refusal stays one; only an answer that did not come is asked for again. */
function retryUncertain(failureCount: number, problem: ApiProblem): boolean {
  return problem.isUncertain && failureCount < 3;
}
