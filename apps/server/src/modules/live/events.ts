interface OfSession {
  readonly sessionId: string;
  readonly sceneId: string;
  readonly shopId: string;
  readonly hostId: string;
  readonly at: string;
}

declare module '#platform/events' {
  interface Events {
    /** The first picture arrived; once a session. */
    'session.started': OfSession;
    'session.interrupted': OfSession;
    'session.resumed': OfSession;
    /** Ended by its host or after a long interruption; once a session that was on air. */
    'session.ended': OfSession;
    'session.pinned': OfSession & { readonly productId: string | null };
  }
}
export {};
