/** Who may call what: every route of the whole system, asked by everybody, and by everybody who no longer is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '@tuanzi/contract';
import { type Api, type Operation, type Route } from '@tuanzi/contract/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { must } from '#platform/assert';
import { mount } from '#platform/http/mount';
import { callers, printAccessMatrix, refusalStatus, verdictFor } from './access-matrix.ts';
import { aWholeShop, deadSessions, everybody, type WholeShop } from './testing-access.ts';
import { aGroupBuy } from './modules/group-buy/testing.ts';
import { testAddress } from './modules/orders/testing.ts';
import { sampleInput } from './sample-input.ts';
import { createTestApp } from './testing.ts';

const operations = Object.entries(contract as Api) as [Route, Operation][];
/** Looking comes first, then what only members may, then joining and changing, ending things, the other sessions, and at last one's own. */
const stages = [
  /^GET|\/read$/,
  /^(POST|PUT|PATCH) (?!.*\/(cancel|end|leave|sign-out)$)/,
  /^(DELETE (?!\/api\/me\/sessions$)|.*\/(cancel|end|leave)$)/,
  /^DELETE/,
];
const order = (route: Route) => stages.findIndex((stage) => stage.test(route)) >>> 0;
const walk = operations.toSorted(([a], [b]) => order(a) - order(b));

let lastKey = 0;
type Body = 'valid' | 'broken';
/** Asks with ids of things that are there. Answers the code of a refusal for who asks; null for anything else. */
async function ask(
  { t, ids }: Pick<WholeShop, 't' | 'ids'>,
  [route, operation]: readonly [Route, Operation],
  { cookie, body }: { cookie: string | undefined; body: Body },
): Promise<{ status: number; refusal: string | null }> {
  const params = Object.fromEntries(
    [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, must(ids[name], `${name} has a fixture`)]),
  );
  const valid = operation.body === undefined ? undefined : sampleInput(operation.body, ids);
  // An address of one's own may be named by its id; everybody has one they can write.
  const sent = route === 'POST /api/orders' ? { ...(valid as object), address: testAddress } : valid;
  const { status, problem } = await t.call(
    route as keyof typeof contract,
    { params, body: body === 'valid' ? sent : { nonsense: ['💥'] } },
    {
      ...(cookie !== undefined && { cookie }),
      ...(operation.idempotency === 'required' && { idempotencyKey: `key-of-the-walk-${lastKey++}` }),
    },
  );
  const code = status >= 400 ? problem.code : '';
  return { status, refusal: Object.hasOwn(refusalStatus, code) ? `${status} ${code}` : status >= 500 ? `${status} ${code}` : null };
}
const bodiesFor = ({ body }: Operation): readonly Body[] => (body === undefined ? ['valid'] : ['broken', 'valid']);

test('every operation of the contract is mounted, and nothing under /api and /internal that it does not declare', async () => {
  const { t, registered } = await aWholeShop();
  expect([...t.http.tuanzi.mounted.keys()].toSorted()).toEqual(operations.map(([route]) => route).toSorted());
  const declared = new Set<string>(operations.map(([route]) => route));
  expect(registered.length).toBeGreaterThan(declared.size);
  expect(registered.filter((route) => / \/(api|internal)(\/|$)/.test(route) && !declared.has(route))).toEqual([]);
});

test('every route answers every caller as its policy says, whatever the body', async () => {
  const shop = await aWholeShop();
  const people = await everybody(shop);
  expect([...people.keys()].toSorted()).toEqual(callers.map(({ name }) => name).toSorted());
  const wrong: string[] = [];
  let asked = 0;
  for (const [route, operation] of walk) {
    // Those who are refused ask first, while everything is still there.
    const verdicts = callers.map((caller) => ({ caller, verdict: verdictFor(route, operation, caller) }));
    const inOrder = verdicts.toSorted((a, b) => Number(a.verdict === null) - Number(b.verdict === null));
    let isGone = false;
    for (const { caller, verdict } of inOrder) {
      const expected = verdict === null ? null : `${refusalStatus[verdict]} ${verdict}`;
      for (const body of bodiesFor(operation)) {
        // Whoever passes a policy hears what is wrong with the body before the handler looks at whose thing it is.
        if (body === 'broken' && verdict !== null && operation.access !== 'internal' && !isRefusedByPolicy(operation, verdict)) continue;
        const { refusal } = await ask(shop, [route, operation], { cookie: people.get(caller.name), body });
        asked += 1;
        // What the first who may has taken away is not there for the second.
        if (refusal !== expected && !(isGone && refusal === '404 not_found'))
          wrong.push(`${route} as ${caller.name} with a ${body} body: ${refusal}, not ${expected}`);
      }
      isGone ||= verdict === null && route.startsWith('DELETE');
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(1500);
}, 180_000);

/** A `not_found` of somebody else's thing, or a rule finer than the policy, comes from the handler. */
function isRefusedByPolicy({ access }: Operation, verdict: string): boolean {
  return verdict === 'sign_in_required'
    ? access !== 'scene:visitor'
    : /^(shop|session|platform|account|scene:(leader|member))/.test(access) && verdict !== 'not_found';
}

test('a suspended account, an ended, expired, altered or forged session is nobody, on every route', async () => {
  const shop = await aWholeShop();
  const dead = await deadSessions(shop);
  const wrong: string[] = [];
  for (const [route, operation] of walk) {
    const body = operation.access === 'scene:visitor' ? 'valid' : 'broken';
    const expected = (await ask(shop, [route, operation], { cookie: undefined, body })).refusal;
    for (const [who, cookie] of dead) {
      const { refusal } = await ask(shop, [route, operation], { cookie, body });
      if (refusal !== expected) wrong.push(`${route} ${who}: ${refusal}, not ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('docs/access.md is the matrix that was asked', () => {
  const file = join(import.meta.dirname, '../../../docs/access.md');
  expect(readFileSync(file, 'utf8'), 'run npm run openapi').toBe(printAccessMatrix());
});

test('a wrong secret is as good as none, and a person is no process', async () => {
  const { t, shop } = await aWholeShop();
  for (const authorization of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${t.app.secret}x`,
    `Bearer ${t.app.secret.slice(1)}`,
    t.app.secret,
    `Basic ${t.app.secret}`,
  ]) {
    const { status } = await t.call(
      'POST /internal/media-hooks/{kind}',
      { params: { kind: 'started' }, body: {} },
      { cookie: shop.owner.cookie, headers: { ...(authorization !== undefined && { authorization }) } },
    );
    expect({ authorization, status }).toEqual({ authorization, status: 404 });
  }
});

test('the own shop in the address does not open what belongs to another', async () => {
  const { t, ids } = await aWholeShop();
  const { shop } = await aGroupBuy(t);
  const wrong: string[] = [];
  let asked = 0;
  for (const [route, operation] of walk) {
    if (!operation.access.startsWith('shop:') || !/\{(?!shopId)\w+\}/.test(route)) continue;
    for (const body of bodiesFor(operation)) {
      const { status } = await ask({ t, ids: { ...ids, shopId: shop.id } }, [route, operation], { cookie: shop.owner.cookie, body });
      asked += 1;
      if (status !== 404 && status !== 422) wrong.push(`${route} with a ${body} body: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(15);
});

test('an operation that names no policy, or one nobody answers for, does not start', async () => {
  const start = (access: unknown) =>
    createTestApp([
      {
        name: 'careless',
        routes: (_app, http) =>
          mount(
            http,
            { 'GET /api/careless': { summary: '', access: access as 'public', reply: z.object({}) } },
            { 'GET /api/careless': async () => ({}) },
          ),
      },
    ]);
  await expect(start(undefined)).rejects.toThrow('declares no access policy');
  await expect(start('warehouse:keeper')).rejects.toThrow('nobody answers for access "warehouse:keeper"');
  await expect(start('publik')).rejects.toThrow('nobody answers');
  await expect(start('constructor')).rejects.toThrow('nobody answers');
});
