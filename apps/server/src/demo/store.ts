import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';

/** Remembered, so that only a demo installation prints demo accounts. */
export async function markDemo(ctx: Ctx): Promise<void> {
  await sql`insert into platform.settings (name, value) values ('demo', 'true') on conflict do nothing`.execute(ctx.db);
}
