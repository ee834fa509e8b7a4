import type { Ctx } from '#platform/ctx';
import { extensionPoint } from '#platform/extension-point';

/**
 * Moves what a module keeps for a guest to the account the guest turned out to be, in the transaction of the sign-in.
 * Run once more some seconds later, for what another process wrote for the guest in the meantime: must be safe to repeat.
 */
export type AccountMerge = (ctx: Ctx, merge: { fromId: string; intoId: string }) => Promise<void>;
export const accountMerges = extensionPoint<AccountMerge>('account merges');

/** Names of shops, for the list of places somebody works at. */
export const shopNames = extensionPoint<(ctx: Ctx, shopIds: readonly string[]) => Promise<Map<string, string>>>('shop names');

/** Whether somebody is a promoter. */
export const promoterStatus = extensionPoint<(ctx: Ctx, accountId: string) => Promise<boolean>>('promoter status');
