import { sql } from 'kysely';
import type { Ctx } from '#platform/ctx';
import { anyOf } from '#platform/db';
import type { TeamSeats } from './rules.ts';
import type {} from './tables.ts';

export interface Team extends TeamSeats {
  readonly leaderId: string;
  readonly openedAt: Date;
  readonly completedAt: Date | null;
}
export type MemberState = 'reserved' | 'paid' | 'released' | 'refused' | 'refunding' | 'refunded';
export interface Member {
  readonly orderId: string;
  readonly teamId: string;
  readonly campaignId: string;
  readonly accountId: string;
  readonly cardId: string;
  readonly state: MemberState;
  readonly quantity: number;
  readonly holdsUnits: boolean;
  readonly movedFromId: string | null;
  readonly joinedAt: Date;
  readonly paidAt: Date | null;
  readonly leftAt: Date | null;
}
const teamColumns = sql.raw('id, campaign_id, leader_id, card_id, size, state, paid_count, held_count, opened_at, ends_at, completed_at');
const memberColumns = sql.raw(
  'order_id, team_id, campaign_id, account_id, card_id, state, quantity, holds_units, moved_from_id, joined_at, paid_at, left_at',
);

// Teams

export interface NewTeam {
  readonly team: TeamSeats;
  readonly leaderId: string;
}

export async function insertTeams(ctx: Ctx, teams: readonly NewTeam[]): Promise<void> {
  if (teams.length === 0) return;
  await sql`
    insert into group_buy.teams (id, campaign_id, leader_id, card_id, size, opened_at, ends_at)
    select id, campaign_id, leader_id, card_id, size, ${ctx.now}, ends_at
      from unnest(${teams.map((t) => t.team.id)}::text[], ${teams.map((t) => t.team.campaignId)}::text[], ${teams.map((t) => t.leaderId)}::text[], ${teams.map((t) => t.team.cardId)}::text[], ${teams.map((t) => t.team.size)}::int[], ${teams.map((t) => t.team.endsAt)}::timestamptz[])
        as u (id, campaign_id, leader_id, card_id, size, ends_at)`.execute(ctx.db);
}

export interface TeamChange {
  readonly id: string;
  readonly paid: number;
  readonly held: number;
}

/**
 * Moves the counts of teams whose campaigns are locked. The last paid seat completes a team and the last one to leave
 * before anybody paid voids it, in the same statement, so no count is ever seen without its state.
 */
export async function changeTeams(ctx: Ctx, changes: readonly TeamChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update group_buy.teams t
       set paid_count = t.paid_count + d.paid, held_count = t.held_count + d.held,
           state = case when t.state = 'open' and t.paid_count + d.paid = t.size then 'completed' when t.state = 'open' and t.paid_count + d.paid + t.held_count + d.held = 0 then 'void' else t.state end,
           completed_at = case when t.state = 'open' and t.paid_count + d.paid = t.size then ${ctx.now}::timestamptz else t.completed_at end
      from (select id, sum(paid)::int as paid, sum(held)::int as held from unnest(${changes.map((c) => c.id)}::text[], ${changes.map((c) => c.paid)}::int[], ${changes.map((c) => c.held)}::int[]) as u (id, paid, held) group by id) d
     where t.id = d.id`.execute(ctx.db);
}

/** Hands teams whose leader has left to whoever joined first of those who paid, else of those at the cashier. The deadline stays. */
export async function passLeadership(ctx: Ctx, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return;
  await sql`
    update group_buy.teams t set leader_id = next.account_id
      from (select distinct on (m.team_id) m.team_id, m.account_id from group_buy.members m
             where m.team_id = any(${[...teamIds]}::text[]) and m.state in ('paid', 'reserved') order by m.team_id, m.state = 'paid' desc, m.joined_at, m.order_id) next
     where t.id = next.team_id and t.state = 'open'
       and not exists (select from group_buy.members m where m.team_id = t.id and m.account_id = t.leader_id and m.state in ('paid', 'reserved'))`.execute(
    ctx.db,
  );
}

/** Ends teams whose campaigns are locked; only those still open and due. Those of which nobody had paid are void. */
export async function failTeams(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Record<'failed' | 'voided', { id: string; campaignId: string }[]>> {
  const { rows } = await sql<{ id: string; campaignId: string; state: string }>`
    update group_buy.teams set state = case when paid_count > 0 then 'failed' else 'void' end, failed_at = case when paid_count > 0 then ${ctx.now}::timestamptz end
     where id = any(${[...ids]}::text[]) and state = 'open' and ends_at <= ${ctx.now} returning id, campaign_id, state`.execute(ctx.db);
  return { failed: rows.filter((row) => row.state === 'failed'), voided: rows.filter((row) => row.state === 'void') };
}

export async function readTeams(ctx: Ctx, ids: readonly string[]): Promise<Team[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Team>`select ${teamColumns} from group_buy.teams where id = any(${[...ids]}::text[])`.execute(ctx.db);
  return rows;
}

export async function readTeamsOfCampaign(ctx: Ctx, campaignId: string, limit: number): Promise<Team[]> {
  const { rows } =
    await sql<Team>`select ${teamColumns} from group_buy.teams where campaign_id = ${campaignId} and state <> 'void' and paid_count > 0 order by id desc limit ${limit}`.execute(
      ctx.db,
    );
  return rows;
}

/** Teams one may join now and of which somebody has paid, per campaign, the one that ends first in front. */
export async function readOpenTeams(ctx: Ctx, campaignIds: readonly string[], perCampaign: number): Promise<Team[]> {
  if (campaignIds.length === 0) return [];
  const { rows } = await sql<Team>`
    select t.* from unnest(${[...campaignIds]}::text[]) as c (id) cross join lateral (
      select ${teamColumns} from group_buy.teams where campaign_id = c.id and state = 'open' and ends_at > ${ctx.now} and paid_count > 0 and paid_count + held_count < size order by ends_at, id limit ${perCampaign}) t`.execute(
    ctx.db,
  );
  return rows;
}

export async function readDueTeams(ctx: Ctx, limit: number): Promise<{ id: string; campaignId: string }[]> {
  const { rows } = await sql<{
    id: string;
    campaignId: string;
  }>`select id, campaign_id from group_buy.teams where state = 'open' and ends_at <= ${ctx.now} order by ends_at limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

// Members

export interface NewMember {
  readonly orderId: string;
  readonly teamId: string;
  readonly campaignId: string;
  readonly accountId: string;
  readonly cardId: string;
  readonly quantity: number;
  readonly totalFen: number;
  readonly payBy: Date;
}

export async function insertMembers(ctx: Ctx, members: readonly NewMember[]): Promise<void> {
  if (members.length === 0) return;
  await sql`
    insert into group_buy.members (order_id, team_id, campaign_id, account_id, card_id, quantity, total_fen, pay_by, joined_at)
    select o, t, c, a, k, q, f, p, ${ctx.now}
      from unnest(${members.map((m) => m.orderId)}::text[], ${members.map((m) => m.teamId)}::text[], ${members.map((m) => m.campaignId)}::text[], ${members.map((m) => m.accountId)}::text[], ${members.map((m) => m.cardId)}::text[],
                  ${members.map((m) => m.quantity)}::int[], ${members.map((m) => m.totalFen)}::bigint[], ${members.map((m) => m.payBy)}::timestamptz[]) as u (o, t, c, a, k, q, f, p)`.execute(
    ctx.db,
  );
}

export async function readMembers(ctx: Ctx, orderIds: readonly string[]): Promise<Member[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await sql<Member>`select ${memberColumns} from group_buy.members where order_id = any(${[...orderIds]}::text[])`.execute(
    ctx.db,
  );
  return rows;
}

/** Who is or was in these teams, first to join in front. People at the cashier and those who never paid are left out unless asked for. */
export async function readMembersOfTeams(ctx: Ctx, teamIds: readonly string[], states: readonly MemberState[]): Promise<Member[]> {
  if (teamIds.length === 0) return [];
  const { rows } =
    await sql<Member>`select ${memberColumns} from group_buy.members where team_id = any(${[...teamIds]}::text[]) and state = any(${[...states]}::text[]) order by joined_at, order_id`.execute(
      ctx.db,
    );
  return rows;
}

export interface Seat {
  readonly teamId: string;
  readonly accountId: string;
}

/** Which of these people sit in these teams, at the cashier or paid. */
export async function readSeats(ctx: Ctx, seats: readonly Seat[]): Promise<Seat[]> {
  if (seats.length === 0) return [];
  const { rows } = await sql<Seat>`
    select distinct s.team_id, s.account_id from unnest(${seats.map((s) => s.teamId)}::text[], ${seats.map((s) => s.accountId)}::text[]) as s (team_id, account_id)
     where exists (select from group_buy.members m where m.team_id = s.team_id and m.account_id = s.account_id and m.state in ('reserved', 'paid'))`.execute(
    ctx.db,
  );
  return rows;
}

export async function readMembersOfAccount(
  ctx: Ctx,
  { accountId, cursor, limit }: { accountId: string; cursor?: string | undefined; limit: number },
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select ${memberColumns} from group_buy.members where account_id = ${accountId} and state <> 'released' and (${cursor ?? null}::text is null or order_id < ${cursor ?? null}) order by order_id desc limit ${limit}`.execute(
    ctx.db,
  );
  return rows;
}

/** My latest order in a team, or the one that was moved from it to another. */
export async function readMineInTeam(ctx: Ctx, teamId: string, accountId: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`
    select ${memberColumns} from group_buy.members where (team_id = ${teamId} or moved_from_id = ${teamId}) and account_id = ${accountId} order by state in ('reserved', 'paid') desc, order_id desc limit 1`.execute(
    ctx.db,
  );
  return rows[0];
}

/**
 * Moves members from one of the states to another, each at most once: a repeated call finds nothing. Units are given
 * back by the same statement that stops counting them; `gaveBack` says whose were.
 */
export async function moveMembers(
  ctx: Ctx,
  change: { orderIds: readonly string[]; from: readonly MemberState[]; to: 'released' | 'refused' | 'refunding' | 'refunded' },
): Promise<(Member & { before: MemberState; gaveBack: boolean })[]> {
  if (change.orderIds.length === 0) return [];
  const { rows } = await sql<Member & { before: MemberState; gaveBack: boolean }>`
    update group_buy.members m set state = ${change.to}, holds_units = false
      from (select order_id, state as before, holds_units as gave_back from group_buy.members where order_id = any(${[...change.orderIds]}::text[]) and state = any(${[...change.from]}::text[]) order by order_id for update) old
     where m.order_id = old.order_id returning m.*, old.before, old.gave_back`.execute(ctx.db);
  return rows;
}

export async function markLeft(ctx: Ctx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length > 0)
    await ctx.db.updateTable('groupBuy.members').set({ leftAt: ctx.now }).where('orderId', '=', anyOf(orderIds)).execute();
}

export async function seatMembers(ctx: Ctx, seats: readonly { orderId: string; teamId: string }[]): Promise<void> {
  if (seats.length === 0) return;
  await sql`
    update group_buy.members m set state = 'paid', paid_at = ${ctx.now}, team_id = s.team_id, moved_from_id = case when m.team_id = s.team_id then m.moved_from_id else m.team_id end
      from unnest(${seats.map((s) => s.orderId)}::text[], ${seats.map((s) => s.teamId)}::text[]) as s (order_id, team_id) where m.order_id = s.order_id and m.state = 'reserved'`.execute(
    ctx.db,
  );
}

/** Seats of a guest pass to the account the guest turned out to be, except in a team that account sits in itself: one person is one member. */
export async function handOverMembers(ctx: Ctx, fromId: string, intoId: string): Promise<void> {
  await sql`
    update group_buy.members m set account_id = ${intoId} where m.account_id = ${fromId}
       and not (m.state in ('reserved', 'paid') and exists (select from group_buy.members o where o.team_id = m.team_id and o.account_id = ${intoId} and o.state in ('reserved', 'paid')))`.execute(
    ctx.db,
  );
  await sql`update group_buy.teams set leader_id = ${intoId} where leader_id = ${fromId} and id in (select team_id from group_buy.members where account_id = ${intoId})`.execute(
    ctx.db,
  );
  await sql`
    insert into group_buy.buyers (campaign_id, account_id, units)
    select campaign_id, account_id, sum(quantity) from group_buy.members where account_id = ${intoId} and holds_units group by 1, 2
    on conflict (campaign_id, account_id) do update set units = excluded.units`.execute(ctx.db);
  await sql`
    update group_buy.buyers b set units = coalesce((select sum(m.quantity) from group_buy.members m where m.campaign_id = b.campaign_id and m.account_id = ${fromId} and m.holds_units), 0) where account_id = ${fromId}`.execute(
    ctx.db,
  );
}

export async function readCampaignsOfAccount(ctx: Ctx, accountIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{
    campaignId: string;
  }>`select distinct campaign_id from group_buy.members where account_id = any(${[...accountIds]}::text[])`.execute(ctx.db);
  return rows.map((row) => row.campaignId);
}

export async function countTeamsEnding(ctx: Ctx, shopId: string, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from group_buy.teams t join group_buy.campaigns c on c.id = t.campaign_id where c.shop_id = ${shopId} and t.state = 'open' and t.paid_count > 0 and t.ends_at > ${ctx.now} and t.ends_at <= ${before}`.execute(
    ctx.db,
  );
  return rows[0]?.n ?? 0;
}
