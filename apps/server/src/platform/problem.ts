import { problems, type ProblemCode } from '@tuanzi/contract';

/** An expected answer that is not a success. Its text comes from the contract, so it is declared exactly once. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  /** Typed extras of the answer, e.g. the teams to offer instead. Never anything internal. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, extra: Record<string, unknown> = {}) {
    const [status, title] = problems[code];
    super(title);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

export function problem(code: ProblemCode, extra?: Record<string, unknown>): Problem {
  return new Problem(code, extra);
}

export function problemTitle(code: ProblemCode, locale: 'zh' | 'en'): string {
  return problems[code][locale === 'zh' ? 2 : 1];
}
