import { sql } from 'kysely';
import type { OfferKind } from '#modules/pricing';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import type { TestApp } from '../../testing.ts';

/** A play as small as one can be, with its own tables: teams with so many seats, each order takes one. */
export async function createSeatTables(t: TestApp, seats: Readonly<Record<string, number>>): Promise<void> {
  await t.transact(async (ctx) => {
    await sql`create schema test_play`.execute(ctx.db);
    await sql`create table test_play.teams (id text primary key, seats int not null check (seats >= 0), paid int not null default 0, is_over boolean not null default false)`.execute(ctx.db);
    await sql`create table test_play.holds (order_id text primary key, team_id text not null, state text not null)`.execute(ctx.db);
    for (const [id, count] of Object.entries(seats)) await sql`insert into test_play.teams (id, seats) values (${id}, ${count})`.execute(ctx.db);
  });
}

export async function seatsOf(ctx: Ctx, teamId: string): Promise<{ seats: number; paid: number; held: number; released: number }> {
  const { rows } = await sql<{ seats: number; paid: number; held: number; released: number }>`
    select t.seats, t.paid, count(*) filter (where h.state = 'held') as held, count(*) filter (where h.state = 'released') as released
      from test_play.teams t left join test_play.holds h on h.team_id = t.id where t.id = ${teamId} group by t.id`.execute(ctx.db);
  const [found] = rows;
  if (found === undefined) throw new Error('no such team');
  return found;
}

export async function endTeam(t: TestApp, teamId: string): Promise<void> {
  await t.transact((ctx) => sql`update test_play.teams set is_over = true where id = ${teamId}`.execute(ctx.db));
}

export const seatPlay: OfferKind = {
  price: (_ctx, requests) => Promise.resolve(requests.map(({ lines, offer }) => ({ ok: true as const, value: { prices: new Map(lines.map((line) => [line.skuId, 1990])), label: { zh: '拼团价' }, ref: offer.campaignId } }))),
  async claim(ctx, requests) {
    await sql`select 1 from test_play.teams where id = any(${requests.map(({ offer }) => offer.teamId ?? '')}::text[]) order by id for update`.execute(ctx.db);
    const verdicts = [];
    for (const { orderId, offer } of requests) {
      const { rows } = await sql`update test_play.teams set seats = seats - 1 where id = ${offer.teamId ?? ''} and seats > 0 returning id`.execute(ctx.db);
      if (rows.length > 0) await sql`insert into test_play.holds values (${orderId}, ${offer.teamId ?? ''}, 'held')`.execute(ctx.db);
      verdicts.push(rows.length > 0 ? { ok: true as const, value: { teamId: offer.teamId ?? '', isWaiting: true } } : { ok: false as const, error: problem('team_full', { otherTeamIds: [] }) });
    }
    return verdicts;
  },
  release: (ctx, orderIds) => giveBack(ctx, orderIds, 'held'),
  async paid(ctx, orderIds) {
    const { rows } = await sql<{ orderId: string; isOver: boolean }>`
      update test_play.holds h set state = 'paid' from test_play.teams t where t.id = h.team_id and h.order_id = any(${orderIds}::text[]) and h.state = 'held' returning h.order_id, t.is_over`.execute(ctx.db);
    await sql`update test_play.teams t set paid = t.paid + p.n from (select team_id, count(*)::int as n from test_play.holds where order_id = any(${rows.map((row) => row.orderId)}::text[]) group by team_id) p where p.team_id = t.id`.execute(ctx.db);
    return new Map(rows.map((row) => [row.orderId, row.isOver ? 'refuse' : 'accepted']));
  },
  refunded: (ctx, orderIds) => giveBack(ctx, orderIds, 'paid'),
};

async function giveBack(ctx: Ctx, orderIds: readonly string[], from: 'held' | 'paid'): Promise<void> {
  await sql`
    with gone as (update test_play.holds set state = 'released' where order_id = any(${orderIds}::text[]) and state = ${from} returning team_id)
    update test_play.teams t set seats = t.seats + g.n, paid = t.paid - ${from === 'paid' ? 1 : 0} * g.n from (select team_id, count(*)::int as n from gone group by team_id) g where g.team_id = t.id`.execute(ctx.db);
}
