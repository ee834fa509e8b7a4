import { createPublisher, type Publisher, type PublisherState } from '@tuanzi/client/publish/publisher';
import { useClient } from '@tuanzi/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';

/** A browser alone sends HD; more would only cost the host's upload. */
const bitrateMax = 2_500_000;

export interface Broadcast {
  readonly state: PublisherState | null;
  readonly isStarting: boolean;
  readonly isSending: boolean;
  start(stream: MediaStream): Promise<void>;
  stop(): void;
}

/** Keeps this device's camera on air while the page is open; the screen stays awake as long. */
export function useBroadcast(sessionId: string, stream: MediaStream | null): Broadcast {
  const { api } = useClient();
  const publisher = useRef<Publisher | null>(null);
  const [state, setState] = useState<PublisherState | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const stop = useCallback(() => {
    publisher.current?.stop();
    publisher.current = null;
    setState(null);
  }, []);
  useEffect(() => stop, [stop]);
  const sent = useRef<MediaStream | null>(null);
  useEffect(() => {
    if (publisher.current === null || stream === sent.current) return;
    sent.current = stream;
    if (stream === null) stop();
    else publisher.current.replaceStream(stream);
  }, [stream, stop]);
  const start = useCallback(
    async (from: MediaStream) => {
      setIsStarting(true);
      try {
        // A key of its own: whoever streamed before is taken over from for good, not fought with.
        const keys = await api('POST /api/studio/{sessionId}/stream-key', { params: { sessionId } });
        publisher.current?.stop();
        const made = createPublisher({
          target: { whipUrl: onThisPage(keys.whipUrl), ingestUrl: onThisPage(keys.ingestUrl), key: keys.streamKey, bitrateMax },
          stream: from,
          ...(preferred() !== undefined && { ways: [preferred() ?? 'whip'] }),
        });
        publisher.current = made;
        sent.current = from;
        setState(made.state());
        made.subscribe(() => {
          if (publisher.current === made) setState(made.state());
        });
      } finally {
        setIsStarting(false);
      }
    },
    [api, sessionId],
  );
  const isSending = state !== null && state.phase !== 'stopped' && state.phase !== 'failed';
  useStayAwake(isSending);
  return { state, isStarting, isSending, start, stop };
}

/** Media comes by the page's own origin, whatever the server believes its address to be. */
function onThisPage(url: string): string {
  const { pathname, search, protocol } = new URL(url);
  const scheme = protocol.startsWith('ws') ? location.origin.replace(/^http/, 'ws') : location.origin;
  return scheme + pathname + search;
}

/** `?way=webcodecs` in the address leaves the other way out: for networks where one is known not to work. */
function preferred(): 'whip' | 'webcodecs' | undefined {
  const way = new URLSearchParams(location.search).get('way');
  return way === 'whip' || way === 'webcodecs' ? way : undefined;
}

function useStayAwake(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return undefined;
    let lock: { release(): Promise<void> } | null = null;
    const take = () => {
      if (document.visibilityState !== 'visible') return;
      navigator.wakeLock?.request('screen').then(
        (held) => {
          lock = held;
        },
        () => {
          // A phone saving its battery refuses; the host keeps the screen on by hand.
        },
      );
    };
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    take();
    document.addEventListener('visibilitychange', take);
    addEventListener('beforeunload', warn);
    return () => {
      document.removeEventListener('visibilitychange', take);
      removeEventListener('beforeunload', warn);
      void lock?.release();
    };
  }, [isNeeded]);
}
