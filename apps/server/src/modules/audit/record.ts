import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { insertEntry, readEntries, type AuditEntry } from './store.ts';

export interface AuditRecord {
  readonly shopId?: string | undefined;
  /** Past tense with a dot, e.g. `role.granted`. */
  readonly action: string;
  readonly targetId: string;
  /** Facts, never secrets: whoever may read the log reads all of it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes down what the actor does, in the transaction that does it: there is no deed without its entry, and no entry without the deed. */
export async function record(ctx: Ctx, { shopId, action, targetId, detail }: AuditRecord): Promise<void> {
  const { accountId, kind } = ctx.actor;
  await insertEntry(ctx, {
    id: newId('aud', ctx.now.getTime()),
    at: ctx.now,
    actorId: accountId,
    actorKind: kind,
    shopId: shopId ?? null,
    action,
    targetId,
    detail: JSON.stringify(detail),
  });
}

export async function entriesOf(ctx: Ctx, of: { targetId: string } | { shopId: string }): Promise<AuditEntry[]> {
  return readEntries(ctx, of);
}
