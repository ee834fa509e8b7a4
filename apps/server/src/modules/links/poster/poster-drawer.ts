import { Worker } from 'node:worker_threads';
import { problem } from '#platform/problem';
import type { PosterOrder } from './draw-poster.ts';
import type { DrawAnswer, DrawRequest } from './poster-worker.ts';

/** About ten seconds of drawing; who comes later is told to try again. */
const waitingMax = 24;
/** The fonts take some 100 MB; a quiet shop gives them back. */
const idleMs = 60_000;
/** Far above the half second a poster takes: a thread this late is stuck and is replaced. */
const drawTimeoutMs = 20_000;

export interface PosterDrawer {
  draw(order: PosterOrder): Promise<Buffer>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(png: Buffer): void;
  reject(error: Error): void;
}

/** Draws posters on a thread of its own, started at the first and ended when nobody wants one. */
export function createPosterDrawer(): PosterDrawer {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./poster-worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 384 } });
    started.unref();
    started.on('message', (answer: DrawAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('png' in answer) asked?.resolve(Buffer.from(answer.png));
      else asked?.reject(new Error(`a poster could not be drawn: ${answer.error}`));
      setTimer();
    });
    started.on('error', (error) => lose(started, error));
    started.on('exit', () => lose(started, new Error('the poster thread ended')));
    return started;
  }

  /** Whoever waited on a thread that is gone is told; the next poster starts another. */
  function lose(which: Worker, error: Error): void {
    if (worker !== which) return;
    worker = undefined;
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  }

  function setTimer(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void worker?.terminate(), waiting.size === 0 ? idleMs : drawTimeoutMs);
    timer.unref();
  }

  return {
    draw(order) {
      if (waiting.size >= waitingMax) return Promise.reject(problem('busy', { retryAfterSeconds: 3 }));
      worker ??= start();
      const id = nextId++;
      const answered = new Promise<Buffer>((resolve, reject) => waiting.set(id, { resolve, reject }));
      // A thread has no origin; the rule is about windows.
      // eslint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage({ id, order } satisfies DrawRequest);
      if (waiting.size === 1) setTimer();
      return answered;
    },
    async stop() {
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}
