/** The thread that draws posters: one at a time, so that fonts are in memory once and a crowd of sharers waits here and not in the rooms. */
import { parentPort } from 'node:worker_threads';
import { must } from '#platform/assert';
import { drawPoster, type PosterOrder } from './draw-poster.ts';

export interface DrawRequest {
  readonly id: number;
  readonly order: PosterOrder;
}
export type DrawAnswer = { readonly id: number; readonly png: Uint8Array } | { readonly id: number; readonly error: string };

const port = must(parentPort, 'this file runs as a worker thread');
let last: Promise<void> = Promise.resolve();

port.on('message', ({ id, order }: DrawRequest) => {
  last = last.then(async () => {
    let answer: DrawAnswer;
    try {
      answer = { id, png: await drawPoster(order) };
    } catch (error) {
      // The asking side logs and answers it; the thread goes on with the next.
      answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    port.postMessage(answer);
  });
});
