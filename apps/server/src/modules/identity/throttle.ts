import type { Ctx } from '#platform/ctx';
import { problem, type Problem } from '#platform/problem';
import { normaliseEmail, type Limit } from './rules.ts';
import { countTry } from './store.ts';

export interface Try {
  readonly subject: string;
  readonly limit: Limit;
}

/** Guesses at the password of one account, wherever they come from. */
export function passwordSubject(email: string): string {
  return `password:${normaliseEmail(email)}`;
}

/** Counts a try on each subject; answers the refusal if one of them is used up. In one order, so that two tries cannot deadlock. */
export async function countTries(ctx: Ctx, tries: readonly Try[]): Promise<Problem | undefined> {
  for (const { subject, limit } of tries.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))) {
    const until = await countTry(ctx, subject, limit);
    if (until !== undefined)
      return problem('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - ctx.now.getTime()) / 1000)) });
  }
  return undefined;
}
