import { assert } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { accountMerges } from './extension-points.ts';
import { endSessions } from './open-session.ts';
import { addressesMax } from './rules.ts';
import { moveAddresses, updateAccount, type AccountRow } from './store.ts';

/** Longer than any process believes an ended session (5 s) and any statement may take (15 s). */
const secondLookMs = 30_000;
export const mergeAgainJob = 'identity.merge-again';

/** Gives everything of a guest to the account they turned out to have, with every module's share, in one transaction. */
export async function mergeGuest(ctx: Ctx, guest: AccountRow, intoId: string): Promise<void> {
  assert(guest.kind === 'guest' && guest.mergedInto === null && guest.id !== intoId, 'only a guest is merged, once');
  await updateAccount(ctx, guest.id, { mergedInto: intoId });
  await endSessions(ctx, { accountId: guest.id });
  await moveEverything(ctx, { fromId: guest.id, intoId });
  await ctx.publish('account.merged', { fromId: guest.id, intoId });
  await ctx.addJobs({
    name: mergeAgainJob,
    payload: { fromId: guest.id, intoId },
    runAt: new Date(ctx.now.getTime() + secondLookMs),
    key: `${mergeAgainJob}:${guest.id}`,
  });
}

/** An order placed by the guest in the same second, in another process, is moved as well: nobody writes for the guest any more when this runs again. */
export async function moveEverything(ctx: Ctx, merge: { fromId: string; intoId: string }): Promise<void> {
  await moveAddresses(ctx, merge.fromId, merge.intoId, addressesMax);
  for (const provide of accountMerges.all().values()) await provide(ctx, merge);
}
