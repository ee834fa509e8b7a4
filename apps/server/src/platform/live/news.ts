import type { Wakes } from './wakes.ts';

/** Tells other servers of topics that have grown here: the newest head of each, at most fifty times a second. */
export interface News {
  grown(topic: string, head: number): void;
  /** Hears of topics that have grown elsewhere. */
  listen(hear: (topic: string, head: number) => void): Promise<void>;
  close(): Promise<void>;
}

const publishEveryMs = 20;

/** `open` is called with the first news or listener, so that a process without any opens nothing. */
export function createNews(open: () => Promise<Wakes>, onError: (error: unknown) => void): News {
  const waiting = new Map<string, number>();
  let wakes: Promise<Wakes> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const opened = () => (wakes ??= open());

  async function publish(): Promise<void> {
    timer = undefined;
    const heads = new Map(waiting);
    waiting.clear();
    await (await opened()).publish(heads);
  }

  return {
    grown(topic, head) {
      if (isClosed) return;
      waiting.set(topic, Math.max(head, waiting.get(topic) ?? 0));
      // What is lost is found by the other servers when they look.
      timer ??= setTimeout(() => void publish().catch(onError), publishEveryMs);
    },
    listen: async (hear) => (await opened()).subscribe(hear),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await (await wakes)?.close();
    },
  };
}
