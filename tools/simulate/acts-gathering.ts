import { countLikes, countTaps } from '../../apps/server/src/modules/scenes/count-taps.ts';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import { ask, atOnce, choose, look, otherServer, outcomeOf, personOf, recent, serverOf, type Act, type Play } from './play.ts';

export const link: Act = async (play, step) => {
  const place = choose(play.places, step.pick)!;
  const team = (
    await look<{ id: string }>(
      play,
      `select id from group_buy.teams where state = 'open' and paid_count > 0 order by opened_at desc, id limit 3`,
    )
  )[0];
  const targets = [
    { kind: 'shop' as const, id: play.setting.shopId },
    { kind: 'product' as const, id: choose(play.setting.skus, step.pick)!.productId },
    { kind: place.kind, id: place.refId },
    ...(team === undefined ? [] : [{ kind: 'team' as const, id: team.id }]),
  ];
  const from = step.amount % 2 === 0 ? { sceneId: place.sceneId } : {};
  const answer = await ask(
    play,
    serverOf(play, step),
    'POST /api/links',
    { body: { target: choose(targets, step.mode)!, ...from } },
    { person: personOf(play, step) },
  );
  if (answer.code === '') play.linkCodes.push(answer.body.code);
  return outcomeOf(answer);
};

export const follow: Act = async (play, step) => {
  const code = recent(play.linkCodes, step.pick, 20);
  if (code === undefined) return 'nothing there';
  return outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/links/{code}/visits', { params: { code } }, { person: personOf(play, step) }),
  );
};

export const promote: Act = async (play, step) =>
  outcomeOf(
    await ask(play, serverOf(play, step), 'POST /api/promoter', { body: { hasAcceptedRules: true } }, { person: personOf(play, step) }),
  );

function communityOf(play: Play): string {
  return play.places.find(({ kind }) => kind === 'community')!.refId;
}

export const joinCommunity: Act = async (play, step) =>
  outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/communities/{communityId}/join',
      { params: { communityId: communityOf(play) }, body: {} },
      { person: personOf(play, step) },
    ),
  );

export const leaveCommunity: Act = async (play, step) =>
  outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/communities/{communityId}/leave',
      { params: { communityId: communityOf(play) } },
      { person: personOf(play, step) },
    ),
  );

/** Says something; one in five sends it twice at once, as a phone does whose first answer did not come. */
export const comment: Act = async (play, step) => {
  const { sceneId } = recent(play.places, step.pick, 3)!;
  const person = personOf(play, step);
  const clientId = `said-${step.id}-${person.accountId.slice(-8)}`;
  const say = async (server: Parameters<typeof ask>[1]) => {
    const answer = await ask(
      play,
      server,
      'POST /api/scenes/{sceneId}/comments',
      { params: { sceneId }, body: { text: `第 ${step.id} 句`, clientId } },
      { person },
    );
    if (answer.code === '') play.said.push({ sceneId, seq: answer.body.seq, clientId });
    return outcomeOf(answer);
  };
  const says = [() => say(serverOf(play, step)), ...(step.mode % 5 === 0 ? [() => say(otherServer(play, step))] : [])];
  return (await atOnce(play, says)).join(' and ');
};

/** Hearts and taps reach the tables as the sums a server writes each second. */
export const like: Act = async (play, step) => {
  const { sceneId } = recent(play.places, step.pick, 3)!;
  const card = choose(
    play.cards.filter((each) => each.sceneId === sceneId),
    step.mode,
  );
  await serverOf(play, step).app.transact(systemActor, async (ctx) => {
    await countLikes(ctx, new Map([[sceneId, 1 + (step.amount % 50)]]));
    if (card !== undefined) await countTaps(ctx, new Map([[`${sceneId} ${card.id}`, 1]]));
  });
  return 'ok';
};

/** Comes back and reads on from where they were. What anybody is shown at a place in the log is what everybody is shown there. */
export const reconnect: Act = async (play, step) => {
  const { sceneId } = recent(play.places, step.pick, 3)!;
  const person = personOf(play, step);
  const name = `${person.accountId} ${sceneId}`;
  let cursor = step.mode % 4 === 0 ? 0 : (play.cursors.get(name) ?? 0);
  let read = 0;
  for (let hasMore = true; hasMore;) {
    const answer = await ask(
      play,
      serverOf(play, step),
      'GET /api/scenes/{sceneId}/entries',
      { params: { sceneId }, query: { after: cursor, limit: 100 } },
      { person },
    );
    if (answer.code !== '') return answer.code;
    for (const entry of answer.body.items) {
      if (entry.seq <= cursor)
        play.alarms.push({ name: 'the log was read out of order', detail: `${sceneId} after ${cursor} brought ${entry.seq}` });
      cursor = entry.seq;
      read += 1;
      // Nobody is shown a removed comment again.
      if (entry.type === 'removed') continue;
      const place = `${sceneId} ${entry.seq}`;
      const text = `${entry.type} ${'clientId' in entry ? entry.clientId : 'cardId' in entry ? entry.cardId : ''}`;
      const before = play.shown.get(place);
      if (before !== undefined && before !== text)
        play.alarms.push({ name: 'two people were shown another log', detail: `${place} as "${before}" and as "${text}"` });
      play.shown.set(place, text);
    }
    hasMore = answer.body.hasMore && answer.body.items.length > 0;
  }
  play.cursors.set(name, cursor);
  return `${read} read`;
};

export const removeComment: Act = async (play, step) => {
  const said = recent(play.said, step.pick, 10);
  if (said === undefined) return 'nothing there';
  const person = step.mode % 2 === 0 ? play.setting.owner : personOf(play, step);
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'DELETE /api/scenes/{sceneId}/entries/{seq}',
      { params: { sceneId: said.sceneId, seq: said.seq } },
      { person },
    ),
  );
};

export const dropCard: Act = async (play, step) => {
  const { sceneId } = recent(play.places, step.pick, 3)!;
  const body =
    step.mode % 3 === 0
      ? { kind: 'product' as const, refId: choose(play.setting.skus, step.amount)!.productId }
      : { kind: 'group-buy' as const, refId: recent(play.campaigns, step.amount, 5)!.id };
  const answer = await ask(
    play,
    serverOf(play, step),
    'POST /api/scenes/{sceneId}/cards',
    { params: { sceneId }, body },
    { person: play.setting.owner },
  );
  if (answer.code === '') play.cards.push({ id: answer.body.id, sceneId, ...body });
  return outcomeOf(answer);
};

export const withdrawCard: Act = async (play, step) => {
  const card = recent(play.cards, step.pick, 8);
  if (card === undefined) return 'nothing there';
  return outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'DELETE /api/scenes/{sceneId}/cards/{cardId}',
      { params: { sceneId: card.sceneId, cardId: card.id } },
      { person: play.setting.owner },
    ),
  );
};

export const announce: Act = async (play, step) =>
  outcomeOf(
    await ask(
      play,
      serverOf(play, step),
      'POST /api/scenes/{sceneId}/announcement',
      { params: { sceneId: recent(play.places, step.pick, 3)!.sceneId }, body: { text: `公告 ${step.id}` } },
      { person: play.setting.owner },
    ),
  );
