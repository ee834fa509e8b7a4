import { describe, expect, test } from 'vitest';
import { auditModule, entriesOf } from '#modules/audit';
import { catalogModule } from '#modules/catalog';
import { identityModule } from '#modules/identity';
import { inventoryModule } from '#modules/inventory';
import { mediaModule } from '#modules/media';
import { policyModule } from '#modules/policy';
import { scenesModule } from '#modules/scenes';
import { shopsModule } from '#modules/shops';
import { createTestApp, type TestApp } from '../../testing.ts';
import { aProduct } from '../catalog/testing.ts';
import { aGuest, anAccount, type TestPerson } from '../identity/testing.ts';
import { aShop } from '../shops/testing.ts';
import { append, appendDrafts } from './append.ts';
import { readEntriesAfter } from './store.ts';
import { aScene, closeComments, provideTestScenes } from './testing.ts';

const modules = [policyModule, auditModule, identityModule, mediaModule, shopsModule, inventoryModule, catalogModule, scenesModule];

async function aRoom(kind: 'session' | 'community' = 'session') {
  provideTestScenes();
  const t = await createTestApp(modules);
  const [shop, leader, moderator, shopper] = [
    await aShop(t),
    await anAccount(t, { nickname: '王大姐' }),
    await anAccount(t),
    await aGuest(t, { nickname: '小红🍎' }),
  ];
  const sceneId = await aScene(t, {
    shopId: shop.id,
    kind,
    roles: { [leader.accountId]: kind === 'session' ? 'host' : 'leader', [moderator.accountId]: 'moderator' },
  });
  return { t, shop, leader, moderator, shopper, sceneId };
}

let lastClientId = 0;
const clientId = () => `client-${String(++lastClientId).padStart(6, '0')}`;
const say = (t: TestApp, sceneId: string, person: TestPerson, text: string, id = clientId()) =>
  t.call('POST /api/scenes/{sceneId}/comments', { params: { sceneId }, body: { text, clientId: id } }, person);

async function seqsOf(t: TestApp, sceneId: string): Promise<number[]> {
  return (await readEntriesAfter(t.read(), sceneId, 0, 10_000)).map((entry) => entry.seq);
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('the log', () => {
  test('two hundred people speak at once while commands write too: no gap, no duplicate, every comment once', async () => {
    const { t, shop, sceneId } = await aRoom();
    const people = await Promise.all(Array.from({ length: 40 }, () => aGuest(t)));
    const comments = people.flatMap((person, i) => upTo(5).map((n) => say(t, sceneId, person, `第 ${i} 位说的第 ${n} 句`)));
    const commands = upTo(20).map((n) =>
      t.transact((ctx) => append(ctx, sceneId, [{ type: 'announcement', authorId: shop.owner.accountId, text: `公告 ${n}` }])),
    );
    const answers = await Promise.all(comments);
    await Promise.all(commands);
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map((answer) => answer.body.seq)).size).toBe(200);
    expect(await seqsOf(t, sceneId)).toEqual(upTo(220));
  });

  test('the same clientId sent again, at once or later, is one comment with one sequence', async () => {
    const { t, sceneId, shopper } = await aRoom();
    const id = clientId();
    const answers = await Promise.all(upTo(4).map(() => say(t, sceneId, shopper, '还有M码吗', id)));
    const later = await say(t, sceneId, shopper, '还有M码吗', id);
    expect(new Set([...answers, later].map((answer) => answer.body.seq)).size).toBe(1);
    expect(await seqsOf(t, sceneId)).toEqual([1]);
  });

  test('a command that fails leaves no hole', async () => {
    const { t, sceneId, shop } = await aRoom();
    await expect(
      t.transact(async (ctx) => {
        await append(ctx, sceneId, [{ type: 'announcement', authorId: shop.owner.accountId, text: '不会有人看到' }]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await t.transact((ctx) => append(ctx, sceneId, [{ type: 'announcement', authorId: shop.owner.accountId, text: '这条才算' }]));
    expect(await seqsOf(t, sceneId)).toEqual([1]);
  });

  test('reading back pages through everything once, newest page first, and after a place in order', async () => {
    const { t, sceneId, shop } = await aRoom();
    await t.transact((ctx) =>
      append(
        ctx,
        sceneId,
        upTo(120).map((n) => ({ type: 'announcement' as const, authorId: shop.owner.accountId, text: `第 ${n} 条` })),
      ),
    );
    const seen: number[] = [];
    for (let before: number | undefined; ;) {
      const page = await t.call('GET /api/scenes/{sceneId}/entries', {
        params: { sceneId },
        query: { limit: 50, ...(before !== undefined && { before }) },
      });
      seen.unshift(...page.body.items.map((entry) => entry.seq));
      before = page.body.items[0]?.seq;
      if (!page.body.hasMore) break;
    }
    expect(seen).toEqual(upTo(120));
    const after = await t.call('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { after: 100, limit: 10 } });
    expect(after.body.items.map((entry) => entry.seq)).toEqual([101, 102, 103, 104, 105, 106, 107, 108, 109, 110]);
    expect(after.body.hasMore).toBe(true);
  });
});

describe('speaking', () => {
  test('a comment keeps emoji and both languages; the snapshot shows it with its author', async () => {
    const { t, sceneId, shopper } = await aRoom();
    await say(t, sceneId, shopper, '这个🍎 looks great 👍🏽，还能便宜吗？');
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } }, shopper);
    expect(body.recent).toMatchObject([
      { seq: 1, type: 'comment', text: '这个🍎 looks great 👍🏽，还能便宜吗？', author: { nickname: '小红🍎' }, role: 'visitor' },
    ]);
    expect(body).toMatchObject({ head: 1, me: { accountId: shopper.accountId, role: 'visitor', canComment: true, mutedUntil: null } });
  });

  test('without a session one may look and not speak', async () => {
    const { t, sceneId } = await aRoom();
    const look = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(look.body.me).toBeNull();
    const speak = await t.call('POST /api/scenes/{sceneId}/comments', {
      params: { sceneId },
      body: { text: '你好', clientId: clientId() },
    });
    expect([speak.status, speak.problem.code]).toEqual([401, 'sign_in_required']);
  });

  test('five comments at once are heard, the sixth is too fast and told when to come back', async () => {
    const { t, sceneId, shopper } = await aRoom();
    const answers = [];
    for (const n of upTo(6)) answers.push(await say(t, sceneId, shopper, `第 ${n} 句`));
    expect(answers.slice(0, 5).map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
    expect(answers[5]?.problem.code).toBe('comment_too_fast');
    expect(answers[5]?.response.headers['retry-after']).toBe('1');
  });

  test('the same words again at once are refused, in other spacing too', async () => {
    const { t, sceneId, shopper } = await aRoom();
    await say(t, sceneId, shopper, '好便宜 快来');
    const again = await say(t, sceneId, shopper, '好 便 宜 快来！！');
    expect([again.status, again.problem.code]).toEqual([429, 'comment_too_fast']);
  });

  test('a blocked word refuses the comment however it is written; a masked one is starred', async () => {
    const { t, sceneId, shopper } = await aRoom();
    const refused = await say(t, sceneId, shopper, '加 微*信 返现，私聊');
    expect([refused.status, refused.problem.code]).toEqual([422, 'words_refused']);
    await say(t, sceneId, shopper, '你这个傻 逼，哈哈 🤣');
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(body.recent).toMatchObject([{ text: '你这个* *，哈哈 🤣' }]);
  });

  test('closed comments, words too long and direction tricks are refused', async () => {
    const { t, sceneId, shopper } = await aRoom();
    expect((await say(t, sceneId, shopper, '长'.repeat(201))).problem.code).toBe('invalid_input');
    expect((await say(t, sceneId, shopper, 'abc\u202edef')).problem.code).toBe('invalid_input');
    closeComments(sceneId);
    expect((await say(t, sceneId, shopper, '还能说吗')).problem.code).toBe('comments_closed');
  });

  test('pictures are for members, and only pictures stored here', async () => {
    const { t, sceneId, leader, shopper } = await aRoom('community');
    const post = (person: TestPerson, pictureIds: string[]) =>
      t.call(
        'POST /api/scenes/{sceneId}/comments',
        { params: { sceneId }, body: { text: '看图', clientId: clientId(), pictureIds } },
        person,
      );
    expect((await post(shopper, ['pic_unknown'])).problem.code).toBe('members_only');
    expect((await post(leader, ['pic_unknown'])).problem.code).toBe('unknown_picture');
  });
});

describe('moderation', () => {
  test('who is muted is not heard until the time is over, and everybody can see until when', async () => {
    const { t, sceneId, moderator, shopper } = await aRoom();
    const mute = (minutes: number) =>
      t.call(
        'POST /api/scenes/{sceneId}/mutes',
        { params: { sceneId }, body: { accountId: shopper.accountId, minutes, reason: '刷屏' } },
        moderator,
      );
    expect((await mute(10)).status).toBe(200);
    expect((await say(t, sceneId, shopper, '为什么')).problem.code).toBe('muted');
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } }, shopper);
    expect(body.me?.canComment).toBe(false);
    t.clock.advance(10 * 60_000 + 1000);
    expect((await say(t, sceneId, shopper, '我回来了')).status).toBe(201);
    await mute(10);
    await mute(0);
    expect((await say(t, sceneId, shopper, '谢谢')).status).toBe(201);
  });

  test('shoppers mute nobody; those who keep the scene cannot be muted', async () => {
    const { t, sceneId, leader, moderator, shopper } = await aRoom();
    const mute = (by: TestPerson, whom: TestPerson) =>
      t.call(
        'POST /api/scenes/{sceneId}/mutes',
        { params: { sceneId }, body: { accountId: whom.accountId, minutes: 5, reason: '试试' } },
        by,
      );
    expect((await mute(shopper, leader)).problem.code).toBe('not_allowed');
    expect((await mute(moderator, leader)).problem.code).toBe('not_allowed');
    expect((await mute(moderator, moderator)).problem.code).toBe('not_allowed');
  });

  test('a removed comment is gone for everybody, keeps its place in the log, and who removed what is written down', async () => {
    const { t, sceneId, moderator, shopper } = await aRoom();
    const {
      body: { seq },
    } = await say(t, sceneId, shopper, '要被删的话');
    const remove = (person: TestPerson) => t.call('DELETE /api/scenes/{sceneId}/entries/{seq}', { params: { sceneId, seq } }, person);
    const stranger = await aGuest(t);
    expect((await remove(stranger)).problem.code).toBe('not_allowed');
    expect((await remove(moderator)).status).toBe(200);
    expect((await remove(moderator)).status).toBe(200);
    const after = await t.call('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { after: 0 } });
    expect(after.body.items).toMatchObject([
      { seq: 1, type: 'removed', ofSeq: 1, by: 'moderator' },
      { seq: 2, type: 'removed', ofSeq: 1 },
    ]);
    expect(JSON.stringify(after.body)).not.toContain('要被删的话');
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(body.recent).toEqual([]);
    expect(await entriesOf(t.read(), { targetId: sceneId })).toMatchObject([
      { action: 'comment.removed', actorId: moderator.accountId, detail: { seq, authorId: shopper.accountId, text: '要被删的话' } },
    ]);
  });

  test('one may take back one’s own words, and nothing that is not a comment', async () => {
    const { t, sceneId, leader, shopper } = await aRoom();
    const {
      body: { seq },
    } = await say(t, sceneId, shopper, '说错了');
    expect((await t.call('DELETE /api/scenes/{sceneId}/entries/{seq}', { params: { sceneId, seq } }, shopper)).status).toBe(200);
    await t.transact((ctx) => append(ctx, sceneId, [{ type: 'joined', accountId: shopper.accountId }]));
    expect((await t.call('DELETE /api/scenes/{sceneId}/entries/{seq}', { params: { sceneId, seq: 3 } }, leader)).status).toBe(404);
    expect((await t.call('DELETE /api/scenes/{sceneId}/entries/{seq}', { params: { sceneId, seq: 99 } }, leader)).status).toBe(404);
  });

  test('a guest’s words and mute go on with the account they turn out to be', async () => {
    const { t, sceneId, moderator, shopper } = await aRoom();
    await say(t, sceneId, shopper, '我先逛逛');
    await t.call(
      'POST /api/scenes/{sceneId}/mutes',
      { params: { sceneId }, body: { accountId: shopper.accountId, minutes: 10, reason: '刷屏' } },
      moderator,
    );
    const account = await anAccount(t, { nickname: '小红' });
    const { mergeAuthor } = await import('./merge-author.ts');
    const merge = () => t.transact((ctx) => mergeAuthor(ctx, { fromId: shopper.accountId, intoId: account.accountId }));
    await merge();
    await merge();
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(body.recent).toMatchObject([{ author: { nickname: '小红' } }]);
    expect((await say(t, sceneId, account, '我又来了')).problem.code).toBe('muted');
  });
});

describe('announcements, pins and status', () => {
  test('the leader announces; shoppers and moderators do not', async () => {
    const { t, sceneId, leader, moderator, shopper } = await aRoom();
    const set = (person: TestPerson) =>
      t.call('POST /api/scenes/{sceneId}/announcement', { params: { sceneId }, body: { text: '周六上午十点到货 📦' } }, person);
    expect((await set(shopper)).problem.code).toBe('not_allowed');
    expect((await set(moderator)).problem.code).toBe('not_allowed');
    expect((await set(leader)).status).toBe(200);
    const { body } = await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } });
    expect(body.announcement?.text).toBe('周六上午十点到货 📦');
    expect(body.recent).toMatchObject([{ type: 'announcement', author: { nickname: '王大姐' } }]);
  });

  test('a scene nobody knows is not found, for looking and for speaking', async () => {
    const { t, shopper } = await aRoom();
    const sceneId = 'scn_00000000';
    expect((await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } })).status).toBe(404);
    expect((await say(t, sceneId, shopper, '有人吗')).status).toBe(404);
  });

  test('comments end with the session', async () => {
    const { t, sceneId, shopper } = await aRoom();
    const { setStatus } = await import('./scene.ts');
    await t.transact((ctx) => setStatus(ctx, sceneId, 'ended'));
    await t.transact((ctx) => setStatus(ctx, sceneId, 'ended'));
    expect((await say(t, sceneId, shopper, '再见')).problem.code).toBe('comments_closed');
    expect(await seqsOf(t, sceneId)).toEqual([1]);
  });
});

describe('cards', () => {
  test('a dropped card is in the snapshot with price and stock, once; withdrawing it takes it out', async () => {
    const { t, shop, sceneId, leader, moderator, shopper } = await aRoom();
    const product = await aProduct(t, shop.id);
    const drop = (person: TestPerson, refId: string = product.productId) =>
      t.call('POST /api/scenes/{sceneId}/cards', { params: { sceneId }, body: { kind: 'product', refId } }, person);
    expect((await drop(shopper)).problem.code).toBe('not_allowed');
    expect((await drop(moderator)).problem.code).toBe('not_allowed');
    const dropped = await drop(leader);
    expect(dropped.body).toMatchObject({
      sceneId,
      kind: 'product',
      refId: product.productId,
      isLive: true,
      product: { id: product.productId },
    });
    expect((await drop(leader)).problem.code).toBe('card_already_here');
    expect((await drop(leader, 'prd_00000000')).problem.code).toBe('card_unknown');
    const cardId = dropped.body.id;
    expect((await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } })).body.cards).toMatchObject([{ id: cardId }]);
    const withdraw = () => t.call('DELETE /api/scenes/{sceneId}/cards/{cardId}', { params: { sceneId, cardId } }, leader);
    expect((await withdraw()).status).toBe(200);
    expect((await withdraw()).status).toBe(200);
    expect((await t.call('GET /api/scenes/{sceneId}', { params: { sceneId } })).body.cards).toEqual([]);
    expect(await seqsOf(t, sceneId)).toEqual([1, 2]);
  });

  test('another shop’s product cannot be dropped, and twenty cards are enough, however many race', async () => {
    const { t, shop, sceneId, leader } = await aRoom();
    const other = await aShop(t);
    const foreign = await aProduct(t, other.id);
    const drop = (refId: string) =>
      t.call('POST /api/scenes/{sceneId}/cards', { params: { sceneId }, body: { kind: 'product', refId } }, leader);
    expect((await drop(foreign.productId)).problem.code).toBe('card_unknown');
    const products = await Promise.all(upTo(24).map(() => aProduct(t, shop.id)));
    const answers = await Promise.all(products.map((product) => drop(product.productId)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(20);
    expect(answers.filter((answer) => answer.problem.code === 'too_many_cards')).toHaveLength(4);
  });

  test('a hundred touches of a card are told once, and once more a second later when it changed again', async () => {
    const { t, shop, sceneId, leader } = await aRoom();
    const product = await aProduct(t, shop.id);
    await t.call('POST /api/scenes/{sceneId}/cards', { params: { sceneId }, body: { kind: 'product', refId: product.productId } }, leader);
    const { cardsChanged } = await import('./cards.ts');
    const touch = async () => {
      await Promise.all(upTo(100).map(() => t.transact((ctx) => cardsChanged(ctx, 'product', [product.productId]))));
      await t.drain();
    };
    const changes = async () => (await readEntriesAfter(t.read(), sceneId, 0, 500)).filter((entry) => entry.type === 'card.changed').length;
    t.clock.advance(2000);
    await touch();
    expect(await changes()).toBe(1);
    await touch();
    expect(await changes()).toBe(1);
    t.clock.advance(1100);
    await t.drain();
    expect(await changes()).toBe(2);
  });

  test('an entry whose card is gone still stands in the log', async () => {
    const { t, sceneId } = await aRoom();
    await t.transact((ctx) => appendDrafts(ctx, sceneId, [{ type: 'card.dropped', authorId: null, body: { cardId: 'crd_00000000' } }]));
    const after = await t.call('GET /api/scenes/{sceneId}/entries', { params: { sceneId }, query: { after: 0 } });
    expect(after.body.items).toMatchObject([{ seq: 1, type: 'card.withdrawn', cardId: 'crd_00000000' }]);
  });
});
