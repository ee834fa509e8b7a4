/** The client of Tuanzi's API: typed calls, problems, idempotency keys and the live socket. Hooks are in `react.ts`. */
export {
  createApi,
  type Api,
  type ApiInput,
  type ApiReply,
  type ApiRoute,
  type ApiSettings,
  type CallOptions,
  type CommandRoute,
  type QueryRoute,
} from './api.ts';
export { ApiProblem, isProblem, problemOf, type LocalCode, type Locale } from './api-problem.ts';
export { createIdempotencyKeys, randomKey, type IdempotencyKeys } from './idempotency-keys.ts';
export { createLiveSocket, type LiveSocket, type LiveSocketSettings, type SocketState } from './live-socket.ts';
export type { SceneChannel } from './scene-channel.ts';
export type { PendingComment, SceneLink, SceneState } from './scene-state.ts';
