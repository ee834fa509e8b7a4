import { policyNumber } from '#modules/policy';
import type { Ctx } from '#platform/ctx';
import { linkOf } from './get-links.ts';
import { chooseSharer } from './rules.ts';
import { lastTouches } from './store.ts';

interface SharerQuestion {
  readonly accountId: string;
  readonly linkCode: string | null | undefined;
  readonly at: Date;
}
interface Sharer {
  readonly sharerId: string;
  readonly code: string;
}

const dayMs = 24 * 3_600_000;

/** Who brought each order: the link it names, else the last touch within the window; null when nobody did. In order. */
export async function sharerFor(ctx: Ctx, questions: readonly SharerQuestion[]): Promise<(Sharer | null)[]> {
  if (questions.length === 0) return [];
  const windowDays = await policyNumber(ctx, 'attribution_window_days');
  const links = await linkOf(
    ctx,
    questions.flatMap(({ linkCode }) => (linkCode == null ? [] : [linkCode])),
  );
  const touches = await lastTouches(
    ctx,
    questions.map(({ accountId, at }) => ({ accountId, from: new Date(at.getTime() - windowDays * dayMs), until: at })),
  );
  return questions.map(({ accountId, linkCode, at }, i) => {
    const touch = touches[i];
    return chooseSharer({
      accountId,
      at,
      windowDays,
      explicit: linkCode == null ? undefined : links.get(linkCode),
      touches: touch === undefined ? [] : [touch],
    });
  });
}
