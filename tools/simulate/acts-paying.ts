import type { MoneyNotice } from '../../apps/server/src/platform/ports/payment.ts';
import { buyerOf, findOrder, type FoundOrder } from './acts-shopping.ts';
import type { Step } from './plan.ts';
import { ask, atOnce, choose, otherServer, outcomeOf, recent, serverOf, type Act, type Play } from './play.ts';
import type { SimulatedProvider } from './provider.ts';
import type { Server } from './server.ts';

/** In time and once, mostly; and every way in which people and providers do otherwise. */
export const pay: Act = async (play, step) => {
  const how = step.amount % 16;
  const [provider, other] = [choose(play.providers, step.mode)!, choose(play.providers, step.mode + 1)!];
  const server = serverOf(play, step);
  // Later, maybe too late: somebody comes back to a cashier that is still open.
  if (how === 15) return pressOpenCashier(play, step, provider);
  const found =
    (await findOrder(play, step, how < 6 ? lateForTeam(play) : `state = 'unpaid'`)) ?? (await findOrder(play, step, `state = 'unpaid'`));
  if (found === undefined) return 'nothing there';
  const ref = await start(play, step, { provider, found });
  if (typeof ref !== 'string') return ref.code;
  const totalFen = Number(found.total_fen);
  switch (how) {
    case 14:
      return 'left the cashier open';
    case 13:
      provider.press(ref, 'fail');
      await tellNotice(play, server, provider, step.pick);
      return 'failed';
    case 12:
      provider.press(ref, 'pay', totalFen - 1);
      await tellNotice(play, server, provider, 0);
      return 'paid another amount';
    case 11: {
      // At two providers at once: one of the two goes back.
      const second = await start(play, step, { provider: other, found });
      provider.press(ref, 'pay');
      if (typeof second === 'string') other.press(second, 'pay');
      await atOnce(play, [() => tellNotice(play, server, provider, 0), () => tellNotice(play, otherServer(play, step), other, 0)]);
      return 'paid twice';
    }
    case 10: {
      provider.press(ref, 'fail');
      provider.press(ref, 'pay');
      // The success is told before the failure that came first.
      await tellNotice(play, server, provider, 0);
      await tellNotice(play, server, provider, 0);
      return 'paid after a failure';
    }
    case 9:
      provider.press(ref, 'pay');
      return 'paid, nobody told';
    case 8:
      provider.press(ref, 'pay');
      return `paid, told twice: ${await tellNotice(play, server, provider, 0, otherServer(play, step))}`;
    default:
      provider.press(ref, 'pay');
      return `paid: ${await tellNotice(play, server, provider, 0)}`;
  }
};

/** Orders whose team ran out of time while their owner was at the cashier; the payment finds them another team, or goes back. */
function lateForTeam(play: Play): string {
  return `state = 'unpaid' and team_id in (select id from group_buy.teams where ends_at <= '${play.clock.now().toISOString()}')`;
}

async function start(
  play: Play,
  step: Step,
  { provider, found }: { provider: SimulatedProvider; found: FoundOrder },
): Promise<string | { code: string }> {
  const person = buyerOf(play, found);
  if (person === undefined) return { code: 'nothing there' };
  const key = `pay-${step.id}-${provider.port.name}`;
  const input = { params: { orderId: found.id }, body: { provider: provider.port.name } };
  const answer = await ask(play, serverOf(play, step), 'POST /api/orders/{orderId}/payments', input, { person, key });
  if (answer.code !== 'provider_unavailable') return answer.code === '' ? answer.body.id : answer;
  // The same key goes on with the same payment.
  const again = await ask(play, otherServer(play, step), 'POST /api/orders/{orderId}/payments', input, { person, key });
  return again.code === '' ? again.body.id : again;
}

async function pressOpenCashier(play: Play, step: Step, provider: SimulatedProvider): Promise<string> {
  const open = [...provider.payments.values()].filter(({ state }) => state === 'pending' || state === 'failed');
  const payment = recent(open, step.pick, 8);
  if (payment === undefined) return 'nothing there';
  provider.press(payment.ref, 'pay');
  return `paid later: ${await tellNotice(play, serverOf(play, step), provider, 0)}`;
}

/** Delivers one of the waiting notices, the newest for 0; to a second server at the same time when there is one. What is refused waits on. */
async function tellNotice(play: Play, server: Server, provider: SimulatedProvider, pick: number, second?: Server): Promise<string> {
  const index = provider.notices.length - 1 - (pick % Math.max(1, provider.notices.length));
  const [notice] = provider.notices.splice(index, 1);
  if (notice === undefined) return 'nothing to tell';
  const servers = [server, ...(second === undefined ? [] : [second])];
  const answers = await atOnce(
    play,
    servers.map((each) => () => tell(play, each, provider, notice)),
  );
  if (!answers.includes('ok')) provider.notices.push(notice);
  return answers.join(' and ');
}

export async function tell(play: Play, server: Server, provider: SimulatedProvider, notice: MoneyNotice): Promise<string> {
  const input = { params: { provider: provider.port.name }, body: notice } as { params: { provider: string } };
  return outcomeOf(await ask(play, server, 'POST /api/payment-callbacks/{provider}', input));
}

/** Notices arrive in any order, some of them again and some under another id. */
export const deliverNotices: Act = async (play, step) => {
  const provider = choose(play.providers, step.mode)!;
  const outcomes: string[] = [];
  for (let i = 0; i < 1 + (step.amount % 3); i++) {
    const again = recent(provider.notices, step.pick + i, 5);
    if (again !== undefined && step.amount % 5 === 0) outcomes.push(`again ${await tell(play, serverOf(play, step), provider, again)}`);
    if (again !== undefined && step.amount % 7 === 0)
      outcomes.push(`anew ${await tell(play, otherServer(play, step), provider, { ...again, noticeId: `${again.noticeId}-${step.id}` })}`);
    outcomes.push(await tellNotice(play, serverOf(play, step), provider, step.pick + i));
  }
  return outcomes.join(', ');
};

export const endRefunds: Act = async (play, step) => {
  const provider = choose(play.providers, step.mode)!;
  const open = [...provider.refunds.values()].filter(({ state }) => state === 'pending');
  const some = open.slice(0, 1 + (step.pick % 5));
  for (const [i, refund] of some.entries()) provider.endRefund(refund.ref, (step.amount + i) % 5 > 0);
  if (step.amount % 3 > 0) for (const _ of some) await tellNotice(play, serverOf(play, step), provider, 0);
  return `${some.length} ended`;
};

export const providerMood: Act = async (play, step) => {
  const { mood } = choose(play.providers, step.who)!;
  mood.lost = (['nothing', 'nothing', 'nothing', 'nothing', 'before', 'after'] as const)[step.mode % 6] ?? 'nothing';
  mood.lostCount = 1 + (step.pick % 6);
  mood.refunds = step.amount % 3 === 0 ? 'instant' : 'slow';
  return Promise.resolve(`answers lost: ${mood.lost}, refunds ${mood.refunds}`);
};
