import type { AccountMerge } from '#modules/identity';
import { moveEntries } from './store.ts';

/** What a guest said, and where they may not speak, goes on with the account they turned out to be. */
export const mergeAuthor: AccountMerge = (ctx, { fromId, intoId }) => moveEntries(ctx, fromId, intoId);
