declare module '#platform/events' {
  interface Events {
    'comment.posted': { readonly sceneId: string; readonly accountId: string; readonly seq: number; readonly at: string };
    /** Taps of one second in one server, added up. Exactly one of the two ids is set. */
    'card.tapped': {
      readonly sceneId: string;
      readonly cardId: string | null;
      readonly productId: string | null;
      readonly count: number;
      readonly at: string;
    };
    /** Who came in within one second, in one server; somebody who comes back is named again. */
    'scene.entered': { readonly sceneId: string; readonly accountIds: readonly string[]; readonly at: string };
    /** Every few seconds while anybody is in a scene, over all servers. `peak` is the most there ever were at once. */
    'scene.online': { readonly sceneId: string; readonly online: number; readonly peak: number; readonly at: string };
    'scene.liked': { readonly sceneId: string; readonly count: number; readonly at: string };
    'card.dropped': {
      readonly sceneId: string;
      readonly cardId: string;
      readonly kind: string;
      readonly refId: string;
      readonly at: string;
    };
    'card.withdrawn': {
      readonly sceneId: string;
      readonly cardId: string;
      readonly kind: string;
      readonly refId: string;
      readonly at: string;
    };
    /** What cards of these things show has changed; heard by scenes itself, which tells each scene at most once a second. */
    'card.touched': { readonly kind: string; readonly refIds: readonly string[] };
  }
}
export {};
