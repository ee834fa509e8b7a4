import type { Contract, ProblemCode } from '@tuanzi/contract';
import type { ProblemCodes } from '@tuanzi/contract/api';

/** What only this side can find out: the server was not reached, or something in between answered for it. */
export type LocalCode = 'offline' | 'unreadable_answer';
export type Locale = 'zh' | 'en';

const localTitles: Readonly<Record<LocalCode, Readonly<Record<Locale, string>>>> = {
  offline: { zh: '网络不给力，请稍后再试', en: 'The network is not reachable right now.' },
  unreadable_answer: { zh: '服务器没有正常回应，请稍后再试', en: 'The server did not answer properly.' },
};

/** An answer that is not a success. `title` is a sentence to show, in the language of the request. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | LocalCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly title: string;
  /** Everything the problem document said, e.g. `errors`, `retryAfterSeconds` or the teams to offer instead. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode | LocalCode, status: number, title: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(title);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** True when the server may or may not have done it: the same request, with the same key, may be sent again. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

export function localProblem(code: LocalCode, locale: Locale): ApiProblem {
  return new ApiProblem(code, 0, localTitles[code][locale]);
}

export function isProblem(error: unknown, code?: ProblemCode | LocalCode): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** The problem code of an error caught from one route, narrowed to what that route declares; else undefined. */
export function problemOf<R extends keyof Contract>(
  _route: R,
  error: unknown,
): ProblemCodes<Contract[R]> | 'invalid_input' | LocalCode | undefined {
  // The contract guarantees which codes a route answers with.
  return error instanceof ApiProblem ? (error.code as ProblemCodes<Contract[R]> | 'invalid_input' | LocalCode) : undefined;
}
