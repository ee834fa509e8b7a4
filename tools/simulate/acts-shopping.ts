import type { OfferInput } from '@tuanzi/contract/orders';
import type { Step } from './plan.ts';
import {
  ask,
  atOnce,
  choose,
  look,
  otherServer,
  outcomeOf,
  personOf,
  recent,
  serverOf,
  type Act,
  type OrderInput,
  type Play,
  type SentOrder,
} from './play.ts';
import type { Person } from './world.ts';

const address = { recipient: '王芳', phone: '13800138000', province: '陕西省', city: '西安市', district: '雁塔区', street: '小寨路 1 号' };
/** A key is known for a day; a little less, so that nobody relies on the last minute. */
const keyLifeMs = 20 * 3_600_000;

export const browse: Act = async (play, step) => {
  const server = serverOf(play, step);
  const as = { person: personOf(play, step) };
  const sku = choose(play.setting.skus, step.pick)!;
  switch (step.mode % 6) {
    case 0:
      return outcomeOf(await ask(play, server, 'GET /api/home', { query: {} }, as));
    case 1:
      return outcomeOf(await ask(play, server, 'GET /api/products/{productId}', { params: { productId: sku.productId } }, as));
    case 2:
      return outcomeOf(await ask(play, server, 'GET /api/orders', { query: {} }, as));
    case 3:
      return outcomeOf(
        await ask(play, server, 'GET /api/scenes/{sceneId}', { params: { sceneId: choose(play.places, step.pick)!.sceneId } }, as),
      );
    case 4:
      return outcomeOf(
        await ask(
          play,
          server,
          'GET /api/group-buys/{campaignId}',
          { params: { campaignId: recent(play.campaigns, step.pick, 5)!.id } },
          as,
        ),
      );
    default:
      return outcomeOf(await ask(play, server, 'GET /api/me/teams', { query: {} }, as));
  }
};

export const cart: Act = async (play, step) => {
  const params = { skuId: choose(play.setting.skus, step.pick)!.skuId };
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'PUT /api/cart/{skuId}',
      { params, body: { quantity: step.amount % 4 } },
      { person: personOf(play, step) },
    ),
  );
};

export const order: Act = async (play, step) => {
  const first = choose(play.setting.skus, step.pick)!;
  const second = choose(play.setting.skus, step.pick + 1 + (step.amount % 3))!;
  const lines = [
    { skuId: first.skuId, quantity: 1 + (step.amount % 3) },
    ...(step.mode % 2 === 0 ? [{ skuId: second.skuId, quantity: 1 + (step.mode % 2) }] : []),
  ];
  return place(play, step, lines);
};

export const openTeam: Act = async (play, step) => {
  const cards = play.cards.filter((card) => card.kind === 'group-buy');
  const card = recent(cards, step.pick, 8);
  const campaign = play.campaigns.find(({ id }) => id === card?.refId);
  if (card === undefined || campaign === undefined) return 'nothing there';
  return place(play, step, [{ skuId: campaign.skuId, quantity: 1 + (step.amount % 2) }], {
    kind: 'group-buy',
    campaignId: campaign.id,
    cardId: card.id,
  });
};

export const joinTeam: Act = async (play, step) => {
  const which = step.mode % 6 === 0 ? '' : `where state = 'open'`;
  const teams = await look<{ id: string; campaign_id: string }>(
    play,
    `select id, campaign_id from group_buy.teams ${which} order by opened_at desc, id limit 4`,
  );
  const team = choose(teams, step.pick);
  const campaign = play.campaigns.find(({ id }) => id === team?.campaign_id);
  if (team === undefined || campaign === undefined) return 'nothing there';
  return place(play, step, [{ skuId: campaign.skuId, quantity: 1 + (step.amount % 2) }], {
    kind: 'group-buy',
    campaignId: campaign.id,
    teamId: team.id,
  });
};

/** Sees a price, orders at it; one in eight taps twice. */
async function place(play: Play, step: Step, lines: readonly { skuId: string; quantity: number }[], offer?: OfferInput): Promise<string> {
  const server = serverOf(play, step);
  const person = shopperOf(play, step);
  const wanted = { lines: [...lines], ...(offer !== undefined && { offer }) };
  const quoted = await ask(
    play,
    server,
    'POST /api/quote',
    { body: { ...wanted, coupon: step.amount % 5 === 0 ? 'none' : 'best' } },
    { person },
  );
  if (quoted.code !== '') return quoted.code;
  const couponId = await couponFor(play, step, { person, found: quoted.body.couponId });
  const input: OrderInput = {
    body: { ...wanted, address, expectedTotalFen: quoted.body.totalFen, ...(couponId !== null && { couponId }), ...traceOf(play, step) },
  };
  const sent: SentOrder = { key: `order-${step.id}-${person.accountId}`, input, person, sentMs: play.clock.now().getTime() };
  play.sent.push(sent);
  const outcomes = await atOnce(play, [
    () => send(play, server, sent),
    ...(step.mode % 8 === 0 ? [() => send(play, otherServer(play, step), sent)] : []),
  ]);
  return outcomes.join(' and ');
}

/** The one the quote found; now and then one that is in another order already, because two phones saw the same price. */
async function couponFor(play: Play, step: Step, { person, found }: { person: Person; found: string | null }): Promise<string | null> {
  if (found === null || step.mode % 7 > 0) return found;
  const held = await look<{ id: string }>(
    play,
    `select id from coupons.claims where account_id = $1 order by (order_id is null), id limit 1`,
    [person.accountId],
  );
  return held[0]?.id ?? found;
}

/** Guests may look; now and then one tries to buy. */
function shopperOf(play: Play, step: Step): Person {
  const accounts = play.setting.people.filter(({ isGuest }) => !isGuest);
  return step.mode % 20 === 0 ? personOf(play, step) : choose(accounts, step.who)!;
}

function traceOf(play: Play, step: Step): { trace?: { linkCode?: string; sceneId?: string; cardId?: string } } {
  const linkCode = step.amount % 2 === 0 ? recent(play.linkCodes, step.mode, 12) : undefined;
  const place = step.amount % 4 === 0 ? choose(play.places, step.mode) : undefined;
  return { trace: { ...(linkCode !== undefined && { linkCode }), ...(place !== undefined && { sceneId: place.sceneId }) } };
}

async function send(play: Play, server: Parameters<typeof ask>[1], sent: SentOrder): Promise<string> {
  const answer = await ask(play, server, 'POST /api/orders', sent.input, { person: sent.person, key: sent.key });
  if (answer.code !== '') return answer.code;
  if (sent.orderId !== undefined && sent.orderId !== answer.body.id)
    play.alarms.push({ name: 'one key was answered with two orders', detail: `${sent.key}: ${sent.orderId} and ${answer.body.id}` });
  sent.orderId = answer.body.id;
  return 'placed';
}

/** Who got no answer asks again; so does who did not trust the answer. */
export const retryOrder: Act = async (play, step) => {
  const young = play.sent.filter(({ sentMs }) => play.clock.now().getTime() - sentMs < keyLifeMs);
  const unanswered = young.filter(({ orderId }) => orderId === undefined);
  const sent = recent(unanswered.length > 0 && step.mode % 3 > 0 ? unanswered : young, step.pick, 10);
  return sent === undefined ? 'nothing there' : send(play, serverOf(play, step), sent);
};

export interface FoundOrder {
  readonly id: string;
  readonly buyer_id: string;
  readonly total_fen: string;
}

/** One of the newest orders in a state; now and then any order, because people tap what is not for them as well. */
export async function findOrder(play: Play, step: Step, where: string): Promise<FoundOrder | undefined> {
  const condition = step.mode % 9 === 0 ? 'true' : where;
  return choose(
    await look<FoundOrder>(
      play,
      `select id, buyer_id, total_fen from orders.orders where ${condition} order by created_at desc, id limit 6`,
    ),
    step.pick,
  );
}

export function buyerOf(play: Play, found: FoundOrder): Person | undefined {
  return [...play.setting.people, play.setting.owner].find(({ accountId }) => accountId === found.buyer_id);
}

export const cancel: Act = async (play, step) => {
  const found = await findOrder(play, step, `state = 'unpaid'`);
  const person = found && buyerOf(play, found);
  if (found === undefined || person === undefined) return 'nothing there';
  return outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/orders/{orderId}/cancel', { params: { orderId: found.id } }, { person }),
  );
};

export const receive: Act = async (play, step) => {
  const found = await findOrder(play, step, `state = 'shipped'`);
  const person = found && buyerOf(play, found);
  if (found === undefined || person === undefined) return 'nothing there';
  return outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/orders/{orderId}/receive', { params: { orderId: found.id } }, { person }),
  );
};
