import { ask, choose, look, outcomeOf, personOf, recent, serverOf, type Act, type Play } from './play.ts';

const dayMs = 86_400_000;
const idOf = (play: Play) => ({ person: play.setting.owner, shopId: play.setting.shopId });

/** Few of each, so that people are told that there are none left. */
export const planCoupon: Act = async (play, step) => {
  const { person, shopId } = idOf(play);
  const now = play.clock.now().getTime();
  const isPercent = step.mode % 3 === 0;
  const product = step.mode % 4 === 0 ? choose(play.setting.skus, step.pick) : undefined;
  const answer = await ask(
    play,
    serverOf(play, step),
    'POST /api/console/shops/{shopId}/coupons',
    {
      params: { shopId },
      body: {
        title: { zh: `优惠券 ${step.id}` },
        terms: {
          kind: isPercent ? 'percent' : 'amount',
          amountFen: isPercent ? null : 300 + (step.amount % 900),
          percentOff: isPercent ? 1 + (step.amount % 60) : null,
          capFen: isPercent ? 500 + (step.amount % 3000) : null,
          thresholdFen: step.mode % 5 === 0 ? 0 : 1200 + (step.amount % 4000),
          productIds: product === undefined ? [] : [product.productId],
          isForNewBuyers: step.mode % 7 === 0,
          worksWithOffers: step.mode % 2 === 0,
        },
        quantity: 1 + (step.mode % 6),
        perPersonMax: 1 + (step.amount % 2),
        claimFrom: new Date(now - 1000).toISOString(),
        claimUntil: new Date(now + (1 + (step.amount % 5)) * dayMs).toISOString(),
        validDays: 1 + (step.mode % 9),
      },
    },
    { person },
  );
  return outcomeOf(answer);
};

async function newest(play: Play): Promise<{ id: string }[]> {
  return look<{ id: string }>(play, `select id from (select id from coupons.coupons order by id desc limit 100) newest order by id`);
}

export const claimCoupon: Act = async (play, step) => {
  const coupon = recent(await newest(play), step.pick, 4);
  if (coupon === undefined) return 'nothing there';
  const person = personOf(play, step);
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/coupons/{couponId}/claims',
      { params: { couponId: coupon.id } },
      { person, key: `coupon-${step.id}-${person.accountId}` },
    ),
  );
};

export const stopCoupon: Act = async (play, step) => {
  const { person, shopId } = idOf(play);
  const coupon = recent(await newest(play), step.pick, 10);
  if (coupon === undefined) return 'nothing there';
  const params = { shopId, couponId: coupon.id };
  return outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/console/shops/{shopId}/coupons/{couponId}/stop', { params }, { person }),
  );
};
