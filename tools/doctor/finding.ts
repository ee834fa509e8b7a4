import type { Config } from '../../apps/server/src/platform/config.ts';

export type Verdict = 'ok' | 'warn' | 'FAIL';

/** One line of the doctor: what was looked at, what was found, and what to do about it. */
export interface Finding {
  readonly name: string;
  readonly verdict: Verdict;
  readonly says: string;
  readonly todo?: string;
}

/** The installation as its settings describe it, and what of it runs now. */
export interface Patient {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its web server answers on this machine; undefined when it does not run here. */
  readonly webUrl: string | undefined;
  /** Undefined when the database does not answer. */
  readonly databaseUrl: string | undefined;
  /** Asking machines outside is left out. */
  readonly isOffline: boolean;
}

export type Check = (patient: Patient) => Promise<Finding[]>;

export const ok = (name: string, says: string): Finding => ({ name, verdict: 'ok', says });
export const warn = (name: string, says: string, todo: string): Finding => ({ name, verdict: 'warn', says, todo });
export const fail = (name: string, says: string, todo: string): Finding => ({ name, verdict: 'FAIL', says, todo });

/** What went wrong, in the words of whoever said it; of an address with two families the first. */
export function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code, message } = (first ?? {}) as { code?: string; message?: string };
  return message !== undefined && message !== '' ? message : (code ?? String(first));
}

export function runsPart({ config }: Patient, ...parts: Config['RUN']): boolean {
  return parts.some((part) => config.RUN.includes(part));
}
