import { fork } from 'node:child_process';

/** What a process answers to the one that started it: named functions of one plain value each. */
type Calls = Readonly<Record<string, (input: never) => Promise<unknown>>>;

export interface Called<C extends Calls> {
  readonly pid: number;
  call<K extends keyof C & string>(name: K, ...input: Parameters<C[K]>): ReturnType<C[K]>;
  stop(): void;
}

interface Call {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}
interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Starts a file as a process of its own, to be asked things. It ends with this one. */
export function startCalled<C extends Calls>(file: string): Called<C> {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  child.on('message', (message) => {
    const { id, value, error } = message as Answer;
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(value);
    else waiter?.reject(new Error(error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  return {
    pid: child.pid ?? 0,
    call: (name, ...[input]) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        child.send({ id, name, input });
        // The types of the calls say what each answers; over the wire it is anything.
      }) as ReturnType<C[typeof name]>,
    stop: () => void child.kill(),
  };
}

export function answerCalls(calls: Calls): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    const { id, name, input } = message as Call;
    const call = calls[name] as ((input: unknown) => Promise<unknown>) | undefined;
    const answer = call === undefined ? Promise.reject(new Error(`nobody answers ${name}`)) : call(input);
    answer.then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
    );
  });
}
