import { findOrder } from './acts-shopping.ts';
import { ask, choose, outcomeOf, recent, serverOf, type Act, type Play } from './play.ts';

const minuteMs = 60_000;

function shop(play: Play): { person: Play['setting']['owner']; shopId: string } {
  return { person: play.setting.owner, shopId: play.setting.shopId };
}

export const ship: Act = async (play, step) => {
  const found = await findOrder(play, step, `state = 'paid' and not is_waiting`);
  if (found === undefined) return 'nothing there';
  const { person, shopId } = shop(play);
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/console/shops/{shopId}/orders/{orderId}/ship',
      { params: { shopId, orderId: found.id }, body: { carrier: '顺丰', trackingNo: `SF${step.id + 10_000}` } },
      { person },
    ),
  );
};

export const deliver: Act = async (play, step) => {
  const found = await findOrder(play, step, `state = 'shipped'`);
  if (found === undefined) return 'nothing there';
  const { person, shopId } = shop(play);
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/console/shops/{shopId}/orders/{orderId}/deliver',
      { params: { shopId, orderId: found.id } },
      { person },
    ),
  );
};

/** All of it, a part, or a fen; of any order that was paid. */
export const refund: Act = async (play, step) => {
  const found = await findOrder(play, step, `state in ('paid', 'shipped', 'delivered', 'completed')`);
  if (found === undefined) return 'nothing there';
  const { person, shopId } = shop(play);
  const totalFen = Number(found.total_fen);
  const amountFen = [undefined, 1, Math.ceil(totalFen / 3), Math.ceil(totalFen / 2)][step.mode % 4];
  const body = { reason: '买家协商退款', ...(amountFen !== undefined && { amountFen }) };
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/console/shops/{shopId}/orders/{orderId}/refund',
      { params: { shopId, orderId: found.id }, body },
      { person, key: `refund-${step.id}` },
    ),
  );
};

export const stock: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const change = step.mode % 3 === 0 ? -1 - (step.amount % 5) : 3 + (step.amount % 15);
  const body = { skuId: choose(play.setting.skus, step.pick)!.skuId, change, reason: '盘点' };
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/console/shops/{shopId}/stock',
      { params: { shopId }, body },
      { person, key: `stock-${step.id}` },
    ),
  );
};

/** Another price for one SKU; the others stay. */
export const price: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const server = serverOf(play, step);
  const { productId } = choose(play.setting.skus, step.pick)!;
  const params = { shopId, productId };
  const found = await ask(play, server, 'GET /api/console/shops/{shopId}/products/{productId}', { params }, { person });
  if (found.code !== '') return found.code;
  const { title, subtitle, story, origin, category, compareBasis, optionNames, status, skus } = found.body;
  const changed = skus.map(({ id, code, options, priceFen, compareAtFen, weightGrams }, i) => ({
    id,
    code,
    options,
    compareAtFen,
    weightGrams,
    priceFen: i === step.mode % skus.length ? 1400 + (step.amount % 4000) : priceFen,
  }));
  const body = { title, subtitle, story, origin, categoryId: category?.id ?? null, compareBasis, optionNames, status, skus: changed };
  return outcomeOf(await ask(play, server, 'PUT /api/console/shops/{shopId}/products/{productId}', { params, body }, { person }));
};

/** Off the shelf and, more often, on it again. */
export const shelve: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const status = step.mode % 7 === 0 ? ('draft' as const) : ('on_sale' as const);
  const params = { shopId, productId: choose(play.setting.skus, step.pick)!.productId };
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/console/shops/{shopId}/products/{productId}/status',
      { params, body: { status } },
      { person },
    ),
  );
};

export const planCampaign: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const server = serverOf(play, step);
  const sku = choose(play.setting.skus, step.pick)!;
  const now = play.clock.now().getTime();
  const answer = await ask(
    play,
    server,
    'POST /api/console/shops/{shopId}/group-buys',
    {
      params: { shopId },
      body: {
        productId: sku.productId,
        title: { zh: `拼团 ${step.id}` },
        teamSize: 2 + (step.amount % 3),
        teamMinutes: 5 + (step.mode % 20),
        startsAt: new Date(now - minuteMs).toISOString(),
        endsAt: new Date(now + (60 + (step.amount % 40_000)) * minuteMs).toISOString(),
        quota: 6 + (step.mode % 20),
        perBuyerMax: 1 + (step.mode % 4),
        skus: [{ skuId: sku.skuId, groupPriceFen: 900 + (step.amount % 500) }],
      },
    },
    { person },
  );
  if (answer.code !== '') return answer.code;
  play.campaigns.push({ id: answer.body.id, skuId: sku.skuId, productId: sku.productId });
  for (const { sceneId } of play.places.slice(-2)) {
    const card = await ask(
      play,
      server,
      'POST /api/scenes/{sceneId}/cards',
      { params: { sceneId }, body: { kind: 'group-buy', refId: answer.body.id } },
      { person },
    );
    if (card.code === '') play.cards.push({ id: card.body.id, sceneId, kind: 'group-buy', refId: answer.body.id });
  }
  return 'ok';
};

export const endCampaign: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const params = { shopId, campaignId: recent(play.campaigns, step.pick, 6)!.id };
  return outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', { params }, { person }),
  );
};

/** More or fewer units, and a later end. */
export const quota: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const server = serverOf(play, step);
  const params = { shopId, campaignId: recent(play.campaigns, step.pick, 6)!.id };
  const found = await ask(play, server, 'GET /api/console/shops/{shopId}/group-buys/{campaignId}', { params }, { person });
  if (found.code !== '') return found.code;
  const { productId, title, teamSize, teamMinutes, startsAt, endsAt, perBuyerMax, skus, quota: before } = found.body.campaign;
  const later = new Date(new Date(endsAt).getTime() + (step.mode % 300) * minuteMs).toISOString();
  const body = {
    productId,
    title,
    teamSize,
    teamMinutes,
    startsAt,
    perBuyerMax,
    skus: skus.map(({ skuId, groupPriceFen }) => ({ skuId, groupPriceFen })),
    quota: Math.max(1, before - 8 + (step.amount % 30)),
    endsAt: later,
  };
  return outcomeOf(await ask(play, server, 'PUT /api/console/shops/{shopId}/group-buys/{campaignId}', { params, body }, { person }));
};

export const settings: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const body = { commissionBasisPoints: [125, 333, 800, 1250, 5000][step.mode % 5] ?? 500, paymentMinutes: 28 + (step.amount % 30) };
  return outcomeOf(await ask(play, serverOf(play, step), 'PATCH /api/console/shops/{shopId}', { params: { shopId }, body }, { person }));
};

/** The camera comes, goes and comes back; when a session is over the next one is planned. */
export const onAir: Act = async (play, step) => {
  const { person, shopId } = shop(play);
  const server = serverOf(play, step);
  const session = play.places.findLast(({ kind }) => kind === 'session')!;
  const seen = await ask(play, server, 'GET /api/sessions/{sessionId}', { params: { sessionId: session.refId } }, { person });
  if (seen.code === '' && (seen.body.state === 'ended' || seen.body.state === 'cancelled')) {
    const body = {
      title: { zh: `第 ${step.id} 场` },
      hostId: person.accountId,
      startsAt: play.clock.now().toISOString(),
      productIds: step.mode % 2 === 0 ? [] : [choose(play.setting.skus, step.pick)!.productId],
    };
    const planned = await ask(play, server, 'POST /api/console/shops/{shopId}/sessions', { params: { shopId }, body }, { person });
    if (planned.code === '') play.places.push({ sceneId: planned.body.sceneId, kind: 'session', refId: planned.body.id });
    return `planned: ${outcomeOf(planned)}`;
  }
  const kind = ['started', 'resumed', 'interrupted', 'resumed'][step.mode % 4] ?? 'started';
  const report = { sessionId: session.refId, protocol: 'rtmp', codec: 'h264' };
  return `${kind}: ${outcomeOf(await ask(play, server, 'POST /internal/media-hooks/{kind}', { params: { kind }, body: report }, { authorization: `Bearer ${server.app.secret}` }))}`;
};

export const pin: Act = async (play, step) => {
  const session = play.places.findLast(({ kind }) => kind === 'session')!;
  const productId = step.mode % 4 === 0 ? null : choose(play.setting.skus, step.pick)!.productId;
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/studio/{sessionId}/pin',
      { params: { sessionId: session.refId }, body: { productId } },
      { person: play.setting.owner },
    ),
  );
};
