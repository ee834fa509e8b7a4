import type { Title } from '@tuanzi/contract/shapes';
import type { Verdict } from '#platform/combiner';
import type { Ctx } from '#platform/ctx';
import { refusal, teamsToOffer } from './claim-seats.ts';
import { bookFor, openBook } from './open-book.ts';
import { judgeSeat, type SeatRequest } from './rules.ts';

export interface SeatPrice {
  readonly prices: Map<string, number>;
  readonly label: Title;
  readonly ref: string;
}

/**
 * The group price for each request, or why it does not hold for this person here and now. Nothing is taken; the same
 * question is asked again on locked rows when the seat is claimed.
 */
export async function priceSeats(ctx: Ctx, requests: readonly SeatRequest[]): Promise<Verdict<SeatPrice>[]> {
  if (requests.length === 0) return [];
  const book = await openBook(ctx, bookFor(requests, false));
  const answers = requests.map((request) => judgeSeat(book, request, ctx.now));
  const others = await teamsToOffer(
    ctx,
    answers.flatMap((answer, i) =>
      !answer.isOk && (answer.code === 'team_full' || answer.code === 'team_ended') ? [requests[i]?.offer.campaignId ?? ''] : [],
    ),
  );
  return requests.map(({ offer }, i) => {
    const answer = answers[i];
    const campaign = book.campaigns.get(offer.campaignId);
    if (answer === undefined || campaign === undefined) return { ok: false, error: refusal('campaign_not_running') };
    if (!answer.isOk) return { ok: false, error: refusal(answer.code, others.get(offer.campaignId)) };
    const label = { zh: `${campaign.teamSize}人团`, en: `Team of ${campaign.teamSize}` };
    return { ok: true, value: { prices: new Map(book.prices.get(campaign.id)), label, ref: campaign.id } };
  });
}
