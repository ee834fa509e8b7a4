import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Session } from './store.ts';
import type {} from './tables.ts';

/** What an entry of the programme is sorted by: on air (0), coming up (1), over (2); within each by `at`, then by id. */
export interface ProgrammeKey {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}
export interface ProgrammePage {
  readonly state?: 'live' | 'scheduled' | 'ended' | undefined;
  readonly shopId?: string | undefined;
  readonly after?: ProgrammeKey | undefined;
  readonly missedBefore: Date;
  readonly limit: number;
}

interface Part {
  readonly rank: number;
  readonly state: 'live' | 'scheduled' | 'ended';
  readonly is: RawBuilder<unknown>;
  readonly column: RawBuilder<unknown>;
  readonly isNewestFirst: boolean;
}

function partsOf(missedBefore: Date): Part[] {
  return [
    { rank: 0, state: 'live', is: sql`s.state in ('live', 'interrupted')`, column: sql`s.started_at`, isNewestFirst: true },
    {
      rank: 1,
      state: 'scheduled',
      is: sql`s.state = 'scheduled' and s.starts_at > ${missedBefore}`,
      column: sql`s.starts_at`,
      isNewestFirst: false,
    },
    {
      rank: 2,
      state: 'ended',
      is: sql`s.state = 'ended' and exists (select from live.recordings r where r.session_id = s.id)`,
      column: sql`s.ended_at`,
      isNewestFirst: true,
    },
  ];
}

/**
 * On air newest first, then coming up soonest first, then replays newest first. Over and not recorded is not in it. Each
 * part is read from its own index and for no more than a page.
 */
export async function readProgramme(ctx: Ctx, page: ProgrammePage): Promise<(Session & ProgrammeKey)[]> {
  const from = page.after?.rank ?? 0;
  const parts = partsOf(page.missedBefore).filter(({ rank, state }) => rank >= from && (page.state === undefined || page.state === state));
  if (parts.length === 0) return [];
  const { rows } = await sql<Session & ProgrammeKey>`
    select * from (${sql.join(
      parts.map((part) => selectPart(part, page)),
      sql` union all `,
    )}) p order by rank, at, id limit ${page.limit}`.execute(ctx.db);
  return rows;
}

function selectPart({ rank, is, column, isNewestFirst }: Part, { shopId, after, limit }: ProgrammePage): RawBuilder<unknown> {
  const millis = sql`(extract(epoch from ${column}) * 1000)::bigint`;
  return sql`(select s.id, s.scene_id, s.shop_id, s.host_id, s.title_zh, s.title_en, s.intro, s.cover_id, s.community_id, s.starts_at, s.state, s.started_at, s.interrupted_at, s.ended_at, s.is_landscape, s.pinned_product_id,
      ${rank}::int as rank, ${isNewestFirst ? sql`-${millis}` : millis} as at
    from live.sessions s where ${is} ${shopId === undefined ? sql`` : sql`and s.shop_id = ${shopId}`} ${after?.rank === rank ? isAfter(column, isNewestFirst, after) : sql``}
    order by ${column} ${isNewestFirst ? sql`desc` : sql``}, s.id limit ${limit})`;
}

function isAfter(column: RawBuilder<unknown>, isNewestFirst: boolean, { at, id }: ProgrammeKey): RawBuilder<unknown> {
  const moment = new Date(Math.abs(at));
  return isNewestFirst
    ? sql`and ${column} <= ${moment} and (${column} < ${moment} or s.id > ${id})`
    : sql`and ${column} >= ${moment} and (${column} > ${moment} or s.id > ${id})`;
}
