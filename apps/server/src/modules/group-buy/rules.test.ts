import { expect, test } from 'vitest';
import {
  campaignState,
  decideClaims,
  decidePayments,
  teamDeadline,
  unitsKey,
  type CampaignSeats,
  type SeatBook,
  type TeamSeats,
} from './rules.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 12, minutes));
const campaign = (over: Partial<CampaignSeats> = {}): CampaignSeats => ({
  id: 'cam_1',
  teamSize: 3,
  teamMinutes: 30,
  startsAt: at(0),
  endsAt: at(60),
  endedAt: null,
  quota: 10,
  perBuyerMax: 2,
  claimed: 0,
  ...over,
});
const team = (over: Partial<TeamSeats> = {}): TeamSeats => ({
  id: 'tm_1',
  campaignId: 'cam_1',
  cardId: 'crd_1',
  size: 3,
  endsAt: at(30),
  state: 'open',
  paidCount: 1,
  heldCount: 0,
  ...over,
});
const book = (over: Partial<SeatBook> & { campaign?: CampaignSeats; open?: TeamSeats[] } = {}): SeatBook => ({
  campaigns: new Map([['cam_1', over.campaign ?? campaign()]]),
  prices: new Map([['cam_1', new Map([['sku_1', 900]])]]),
  teams: new Map((over.open ?? [team()]).map((each) => [each.id, each])),
  units: over.units ?? new Map(),
  seated: over.seated ?? new Set(),
  liveCards: over.liveCards ?? new Map([['crd_1', 'cam_1']]),
});
let made = 0;
const newTeamId = () => `tm_new${++made}`;
const ask = (orderId: string, over: { accountId?: string; teamId?: string; cardId?: string; quantity?: number; skuId?: string } = {}) => ({
  orderId,
  accountId: over.accountId ?? 'acc_1',
  offer: { campaignId: 'cam_1', cardId: over.cardId, teamId: over.teamId },
  lines: [{ skuId: over.skuId ?? 'sku_1', quantity: over.quantity ?? 1 }],
});
const codeOf = (state: SeatBook, request: ReturnType<typeof ask>, now = at(10)) => {
  const [claim] = decideClaims(state, [request], { now, newTeamId });
  return claim!.isOk ? 'ok' : claim!.code;
};

test('a campaign is a draft before its start, runs until its end, and is over at that very moment or when ended by hand', () => {
  expect(campaignState(campaign(), at(-1))).toBe('draft');
  expect(campaignState(campaign(), at(0))).toBe('running');
  expect(campaignState(campaign(), at(60))).toBe('ended');
  expect(campaignState(campaign({ endedAt: at(5) }), at(6))).toBe('ended');
});

test('a team ends with its minutes or with its campaign, whichever is first', () => {
  expect(teamDeadline(campaign(), at(10))).toEqual(at(40));
  expect(teamDeadline(campaign(), at(50))).toEqual(at(60));
});

test('opening a team needs a card that is live and shows this campaign', () => {
  expect(codeOf(book(), ask('o', { cardId: 'crd_1' }))).toBe('ok');
  expect(codeOf(book(), ask('o'))).toBe('offer_not_here');
  expect(codeOf(book(), ask('o', { cardId: 'crd_2' }))).toBe('offer_not_here');
  expect(codeOf(book({ liveCards: new Map([['crd_1', 'cam_2']]) }), ask('o', { cardId: 'crd_1' }))).toBe('offer_not_here');
});

test('a team is joined without a card, also after the card is withdrawn and the campaign has ended', () => {
  expect(codeOf(book({ liveCards: new Map() }), ask('o', { teamId: 'tm_1' }))).toBe('ok');
  expect(codeOf(book({ liveCards: new Map(), campaign: campaign({ endedAt: at(5) }) }), ask('o', { teamId: 'tm_1' }))).toBe('ok');
});

test('each refusal has its reason', () => {
  const openTeam = { cardId: 'crd_1' };
  expect(codeOf(book(), ask('o', openTeam), at(61))).toBe('campaign_not_running');
  expect(codeOf(book(), ask('o', { ...openTeam, skuId: 'sku_2' }))).toBe('offer_not_here');
  expect(codeOf(book(), ask('o', { ...openTeam, quantity: 3 }))).toBe('campaign_limit_reached');
  expect(codeOf(book({ units: new Map([[unitsKey('cam_1', 'acc_1'), 2]]) }), ask('o', openTeam))).toBe('campaign_limit_reached');
  expect(codeOf(book({ campaign: campaign({ claimed: 10 }) }), ask('o', openTeam))).toBe('campaign_sold_out');
  expect(codeOf(book({ open: [team({ heldCount: 2 })] }), ask('o', { teamId: 'tm_1' }))).toBe('team_full');
  expect(codeOf(book({ open: [team({ state: 'completed', paidCount: 3 })] }), ask('o', { teamId: 'tm_1' }))).toBe('team_full');
  expect(codeOf(book({ open: [team({ state: 'failed' })] }), ask('o', { teamId: 'tm_1' }))).toBe('team_ended');
  expect(codeOf(book(), ask('o', { teamId: 'tm_1' }), at(30))).toBe('team_ended');
  expect(codeOf(book({ seated: new Set(['tm_1 acc_1']) }), ask('o', { teamId: 'tm_1' }))).toBe('already_in_team');
  expect(codeOf(book({ open: [team({ campaignId: 'cam_2' })] }), ask('o', { teamId: 'tm_1' }))).toBe('offer_not_here');
});

test('requests of one batch see what those before them took', () => {
  const state = book({ campaign: campaign({ quota: 3 }) });
  const requests = ['a', 'b', 'c', 'd'].map((name) =>
    ask(name, { accountId: `acc_${name}`, ...(name < 'd' ? { teamId: 'tm_1' } : { cardId: 'crd_1' }) }),
  );
  expect(decideClaims(state, requests, { now: at(10), newTeamId }).map((claim) => (claim.isOk ? 'ok' : claim.code))).toEqual([
    'ok',
    'ok',
    'team_full',
    'ok',
  ]);
  expect(state.campaigns.get('cam_1')!.claimed).toBe(3);
});

const held = (orderId: string, over: Partial<{ teamId: string; accountId: string; cardId: string }> = {}) => ({
  orderId,
  teamId: 'tm_1',
  campaignId: 'cam_1',
  accountId: `acc_${orderId}`,
  cardId: 'crd_1',
  ...over,
});
const outcomes = (state: SeatBook, seats: ReturnType<typeof held>[], now: Date) =>
  decidePayments(state, seats, { now, newTeamId }).map(({ outcome }) => outcome);

test('a payment in time is seated and the last one completes the team', () => {
  const state = book({ open: [team({ paidCount: 1, heldCount: 2 })] });
  expect(outcomes(state, [held('a'), held('b')], at(29))).toEqual(['seated', 'seated']);
  expect(state.teams.get('tm_1')).toMatchObject({ state: 'completed', paidCount: 3, heldCount: 0 });
});

test('a late payer goes to the open team that ends first, else leads a new one, else is refused', () => {
  const late = team({ paidCount: 1, heldCount: 3 });
  const sooner = team({ id: 'tm_2', endsAt: at(40), paidCount: 2 });
  const later = team({ id: 'tm_3', endsAt: at(50), paidCount: 2 });
  const state = book({ open: [late, later, sooner] });
  expect(outcomes(state, [held('a'), held('b'), held('c')], at(31))).toEqual(['moved', 'moved', 'opened']);
  expect([sooner, later].map((each) => each.state)).toEqual(['completed', 'completed']);
  expect(outcomes(book({ open: [team({ state: 'failed', heldCount: 1 })], liveCards: new Map() }), [held('a')], at(31))).toEqual([
    'refused',
  ]);
  expect(
    outcomes(book({ open: [team({ state: 'failed', heldCount: 1 })], campaign: campaign({ endedAt: at(30) }) }), [held('a')], at(31)),
  ).toEqual(['refused']);
});

test('a late payer is never given a second seat in a team they are in, nor one of which nobody has paid', () => {
  const mine = team({ id: 'tm_2', endsAt: at(40) });
  const nobodys = team({ id: 'tm_3', endsAt: at(41), paidCount: 0, heldCount: 1 });
  expect(
    outcomes(
      book({ open: [team({ state: 'failed', heldCount: 1 }), mine, nobodys], seated: new Set(['tm_2 acc_a']) }),
      [held('a')],
      at(31),
    ),
  ).toEqual(['opened']);
});
