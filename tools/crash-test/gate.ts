/** Lets the people of the load through, holds them between two deeds, and sends them home. */
export interface Gate {
  /** Waits while the gate is shut; false when everybody goes home. */
  pass(): Promise<boolean>;
  open(): void;
  /** Resolves when everybody stands at the gate: nothing is under way. */
  shut(): Promise<void>;
  end(): void;
  readonly isOver: () => boolean;
  /** Resolves when everybody goes home, also for those in the middle of something. */
  readonly over: Promise<void>;
}

export function createGate(people: number): Gate {
  let state: 'open' | 'shut' | 'over' = 'shut';
  let isStanding = 0;
  let waiting: (() => void)[] = [];
  let allStand: (() => void)[] = [];
  let close = () => {};
  const over = new Promise<void>((resolve) => (close = resolve));
  const letGo = () => {
    const gone = waiting;
    waiting = [];
    for (const go of gone) go();
  };
  return {
    async pass() {
      while (state === 'shut') {
        isStanding += 1;
        if (isStanding === people) for (const tell of allStand.splice(0)) tell();
        await new Promise<void>((resolve) => waiting.push(resolve));
        isStanding -= 1;
      }
      return state === 'open';
    },
    open() {
      state = 'open';
      letGo();
    },
    shut() {
      state = 'shut';
      return isStanding === people ? Promise.resolve() : new Promise((resolve) => allStand.push(resolve));
    },
    end() {
      state = 'over';
      close();
      letGo();
      for (const tell of allStand.splice(0)) tell();
    },
    isOver: () => state === 'over',
    over,
  };
}
