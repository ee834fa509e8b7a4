import { cardsChanged } from '#modules/scenes';
import type { Verdict } from '#platform/combiner';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { newId } from '#platform/ids';
import { problem } from '#platform/problem';
import { bookFor, openBook } from './open-book.ts';
import { decideClaims, type ClaimRequest, type Refusal } from './rules.ts';
import { addUnits, changeCampaigns } from './store.ts';
import { changeTeams, insertMembers, insertTeams, readOpenTeams } from './store-teams.ts';

export interface ClaimSeat extends ClaimRequest {
  /** What the order costs, which may be less than the group price. */ readonly totalFen: number;
  readonly payBy: Date;
}
export interface ClaimedSeat {
  readonly teamId: string;
  readonly isWaiting: boolean;
}

/**
 * Takes quota, the buyer's share of it and a seat for each order, or says why not; a seat is held until the order is
 * paid or closed. Exact under any concurrency: the campaigns are locked before anything is looked at, and hundreds of
 * orders cost the same few statements as one.
 */
export async function claimSeats(ctx: Ctx, requests: readonly ClaimSeat[]): Promise<Verdict<ClaimedSeat>[]> {
  if (requests.length === 0) return [];
  const book = await openBook(ctx, bookFor(requests, true));
  const claims = decideClaims(book, requests, { now: ctx.now, newTeamId: () => newId('tm', ctx.now.getTime()) });
  const asked = new Map(requests.map((request) => [request.orderId, request]));
  const granted = claims.flatMap((claim) =>
    claim.isOk
      ? [{ ...claim, ...must(asked.get(claim.request.orderId), 'a claim answers a request'), campaignId: claim.request.offer.campaignId }]
      : [],
  );
  // Sent together, because the campaigns everybody wants stay locked until all of it is written.
  await Promise.all([
    changeCampaigns(
      ctx,
      granted.map((seat) => ({ id: seat.campaignId, claimed: seat.quantity })),
    ),
    addUnits(
      ctx,
      granted.map((seat) => ({ campaignId: seat.campaignId, accountId: seat.accountId, units: seat.quantity })),
    ),
    insertTeams(
      ctx,
      granted.flatMap((seat) => (seat.opens === null ? [] : [{ team: seat.opens, leaderId: seat.accountId }])),
    ),
    changeTeams(
      ctx,
      granted.map((seat) => ({ id: seat.teamId, paid: 0, held: 1 })),
    ),
    insertMembers(ctx, granted),
    cardsChanged(ctx, 'group-buy', distinct(granted.map((seat) => seat.campaignId))),
  ]);
  const others = await teamsToOffer(
    ctx,
    claims.flatMap((claim) => (!claim.isOk && offersOthers(claim.code) ? [claim.request.offer.campaignId] : [])),
  );
  return claims.map((claim) => {
    if (claim.isOk) return { ok: true, value: { teamId: claim.teamId, isWaiting: true } };
    return { ok: false, error: refusal(claim.code, others.get(claim.request.offer.campaignId)) };
  });
}

const offersOthers = (code: Refusal) => code === 'team_full' || code === 'team_ended';

export function refusal(code: Refusal, otherTeamIds: readonly string[] = []): Error {
  return problem(code, offersOthers(code) ? { otherTeamIds } : {});
}

export async function teamsToOffer(ctx: Ctx, campaignIds: readonly string[]): Promise<Map<string, string[]>> {
  const offers = new Map<string, string[]>();
  for (const team of await readOpenTeams(ctx, distinct(campaignIds), 5))
    offers.set(team.campaignId, [...(offers.get(team.campaignId) ?? []), team.id]);
  return offers;
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
