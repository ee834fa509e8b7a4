import path from 'node:path';
import { startCalled, type Called } from '../calls.ts';
import type { CrowdCalls, Opening } from './crowd-process.ts';
import { countOf, percentile, summed } from './delays.ts';

/** Thousands of sockets in two processes, seen as one. */
export interface Crowd {
  readonly pids: readonly number[];
  open(opening: Omit<Opening, 'addressFrom'>): Promise<void>;
  speak(options: { name: string; room: number; perSecond: number; seconds: number }): Promise<void>;
  lowestHead(name: string, room: number): Promise<number>;
  /** What was heard since it was asked last. */
  take(name: string): Promise<Taken>;
  checkStates(name: string, room: number, seqs: readonly number[]): Promise<string[]>;
  stop(): void;
}

export interface Taken {
  readonly chat: number;
  readonly state: number;
  readonly chatP50Ms: number;
  readonly chatP99Ms: number;
  readonly stateP50Ms: number;
  readonly stateP99Ms: number;
  readonly skipped: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly cameBack: number;
  readonly wrong: readonly string[];
}

const processCount = 2;

export function startCrowd(): Crowd {
  const processes = Array.from({ length: processCount }, (): Called<CrowdCalls> =>
    startCalled(path.join(import.meta.dirname, 'crowd-process.ts')),
  );
  const all = <T>(ask: (of: Called<CrowdCalls>, i: number) => Promise<T>) => Promise.all(processes.map(ask));
  return {
    pids: processes.map(({ pid }) => pid),
    async open({ count, cookies, ...opening }) {
      const each = Math.ceil(count / processCount);
      await all((of, i) =>
        of.call('open', { ...opening, count: Math.min(each, count - i * each), addressFrom: i * each, cookies: i === 0 ? cookies : [] }),
      );
    },
    async speak(options) {
      await processes[0]?.call('speak', options);
    },
    lowestHead: async (name, room) => Math.min(...(await all((of) => of.call('lowestHead', { name, room })))),
    async take(name) {
      const parts = await all((of) => of.call('take', { name }));
      const [chat, state] = [summed(parts.map((part) => part.chatDelays)), summed(parts.map((part) => part.stateDelays))];
      const refused: Record<string, number> = {};
      for (const part of parts) for (const [why, count] of Object.entries(part.refused)) refused[why] = (refused[why] ?? 0) + count;
      const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0);
      return {
        chat: countOf(chat),
        state: countOf(state),
        chatP50Ms: percentile(chat, 0.5),
        chatP99Ms: percentile(chat, 0.99),
        stateP50Ms: percentile(state, 0.5),
        stateP99Ms: percentile(state, 0.99),
        skipped: sum((part) => part.skipped),
        accepted: sum((part) => part.accepted),
        refused,
        cameBack: sum((part) => part.cameBack),
        wrong: parts.flatMap((part) => part.wrong),
      };
    },
    checkStates: async (name, room, seqs) => (await all((of) => of.call('checkStates', { name, room, seqs }))).flat(),
    stop: () => {
      for (const { stop } of processes) stop();
    },
  };
}
