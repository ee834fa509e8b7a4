import { setTimeout as delay } from 'node:timers/promises';
import { randomKey, type ApiInput, type ApiReply } from '@tuanzi/client';
import { testAddress as address } from '../../apps/server/src/modules/orders/testing.ts';
import { apiOf, askUntilCertain, type World } from './load.ts';
import type { Person } from './prepare-shop.ts';

type OrderInput = ApiInput<'POST /api/orders'>['body'];
type Order = ApiReply<'POST /api/orders'>;

export const shopperCount = 8;
/** Share of the requests without an answer whose client never comes back. */
const impatience = 0.3;
const pauseMaxMs = 60;
const teamsKept = 40;

/** Teams that may still have a seat, newest last; shared by all shoppers. */
export type Teams = string[];

/** One shopper after another through one pair of hands: orders, pays, cancels, joins teams and communities. */
export async function shop(world: World, teams: Teams): Promise<void> {
  const { random, gate } = world;
  while (await gate.pass()) {
    const person = random.pick(world.shop.people as [Person, ...Person[]]);
    const deed = random.next();
    if (deed < 0.06) await joinCommunity(world, person);
    else await buy(world, person, teams);
    await delay(random.below(pauseMaxMs));
  }
}

async function buy(world: World, person: Person, teams: Teams): Promise<void> {
  const { random } = world;
  const key = randomKey();
  const body = chooseOrder(world, teams, key);
  const placed = await placeOrder(world, person, { key, body });
  if (placed === undefined) return;
  if (body.offer !== undefined && placed.teamId !== null) {
    teams.push(placed.teamId);
    if (teams.length > teamsKept) teams.shift();
  }
  const next = random.next();
  if (next < 0.1) await cancel(world, person, placed);
  else if (next < 0.9) await pay(world, person, placed);
}

/** The key is the note on the order as well, so that what came of each key can be read without the table of keys. */
function chooseOrder({ shop: prepared, random }: World, teams: Teams, key: string): OrderInput {
  const common = { address, note: key };
  if (random.chance(0.4)) {
    const { campaignId, cardId, skuId, priceFen } = prepared.campaign;
    const teamId = teams.length > 0 && random.chance(0.7) ? teams[random.below(teams.length)] : undefined;
    const offer = { kind: 'group-buy' as const, campaignId, cardId, ...(teamId !== undefined && { teamId }) };
    return { ...common, lines: [{ skuId, quantity: 1 }], offer, expectedTotalFen: priceFen };
  }
  const isScarce = random.chance(0.2);
  const { skuId, priceFen } = prepared.skus[isScarce ? 1 : 0] ?? { skuId: '', priceFen: 0 };
  const quantity = isScarce ? 1 : 1 + random.below(3);
  return { ...common, lines: [{ skuId, quantity }], expectedTotalFen: priceFen * quantity };
}

async function placeOrder(world: World, person: Person, { key, body }: { key: string; body: OrderInput }): Promise<Order | undefined> {
  const { notebook, random, problems } = world;
  const send = () => apiOf(world, person)('POST /api/orders', { body }, { idempotencyKey: key });
  const answer = await askUntilCertain(world, send, !random.chance(impatience));
  const order = answer.end === 'acknowledged' ? answer.value : undefined;
  notebook.write({
    what: 'order',
    key,
    accountId: person.accountId,
    end: answer.end,
    orderId: order?.id ?? null,
    teamId: order?.teamId ?? null,
  });
  // A phone that lost the answer asks again; whatever has died in between, it is told the same.
  if (order !== undefined && random.chance(0.15)) {
    const again = await askUntilCertain(world, send);
    if (again.end === 'acknowledged' && again.value.id !== order.id)
      problems.push(`key ${key} was answered with ${order.id} and then with ${again.value.id}`);
    if (again.end === 'refused') problems.push(`key ${key} was answered with ${order.id} and then refused with ${again.problem.code}`);
  }
  return order;
}

async function pay(world: World, person: Person, order: Order): Promise<void> {
  const { notebook, random } = world;
  const api = apiOf(world, person);
  const key = randomKey();
  const opened = await askUntilCertain(world, () =>
    api('POST /api/orders/{orderId}/payments', { params: { orderId: order.id }, body: { provider: 'sandbox' } }, { idempotencyKey: key }),
  );
  if (opened.end !== 'acknowledged' || opened.value.cashierUrl === null) return;
  const payment = opened.value;
  const action = random.chance(0.1) ? 'fail' : random.chance(0.3) ? 'pay-repeat' : 'pay';
  const isTaken = await pressButton(world, `${world.at.url}${payment.cashierUrl}/${action}`, !random.chance(impatience));
  const end = isTaken ? (action === 'fail' ? 'failed' : 'taken') : 'unknown';
  notebook.write({ what: 'payment', paymentId: payment.id, orderId: order.id, amountFen: payment.amountFen, end });
  if (end !== 'taken') return;
  const seen = await askUntilCertain(world, () => api('GET /api/orders/{orderId}', { params: { orderId: order.id } }));
  if (seen.end !== 'acknowledged' || seen.value.paidAt === null) return;
  notebook.write({ what: 'seen-paid', orderId: order.id });
  if (random.chance(0.08)) await refund(world, order);
}

/** The cashier's page is a form: a redirect says that the money was taken, now or by an earlier press. */
async function pressButton(world: World, url: string, isPatient: boolean): Promise<boolean> {
  for (;;) {
    const status = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
      signal: AbortSignal.timeout(30_000),
    }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 303) return true;
    if (!isPatient || world.gate.isOver()) return false;
    await delay(100);
  }
}

async function cancel(world: World, person: Person, { id }: Order): Promise<void> {
  const api = apiOf(world, person);
  const answer = await askUntilCertain(world, () => api('POST /api/orders/{orderId}/cancel', { params: { orderId: id } }));
  if (answer.end === 'acknowledged') world.notebook.write({ what: 'cancel', orderId: id });
}

async function refund(world: World, { id: orderId }: Order): Promise<void> {
  const { shop: prepared, notebook, random } = world;
  const amountFen = 100 + random.below(500);
  const reason = `crash test ${randomKey()}`;
  const key = randomKey();
  const answer = await askUntilCertain(
    world,
    () =>
      apiOf(world, prepared.owner)(
        'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
        { params: { shopId: prepared.shopId, orderId }, body: { amountFen, reason } },
        { idempotencyKey: key },
      ),
    !random.chance(impatience),
  );
  notebook.write({ what: 'refund', orderId, amountFen, reason, end: answer.end });
}

async function joinCommunity(world: World, person: Person): Promise<void> {
  const { communityId } = world.shop;
  const api = apiOf(world, person);
  const answer = await askUntilCertain(world, () => api('POST /api/communities/{communityId}/join', { params: { communityId }, body: {} }));
  if (answer.end === 'acknowledged') world.notebook.write({ what: 'join', communityId, accountId: person.accountId });
}
