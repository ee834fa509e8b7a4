import fc from 'fast-check';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../apps/server/src/platform/postgres/testing.ts';
import { breakBody } from './break-value.ts';
import { createKnownIds } from './known-ids.ts';
import { createRequestMaker, readOperations } from './make-request.ts';
import { createRandom } from './random.ts';
import { runFuzz } from './run-fuzz.ts';

const openApi = join(import.meta.dirname, '../../docs/openapi.json');
const nobody = { name: 'nobody', cookie: undefined, isKept: false };

test('four hundred broken and valid requests, sixteen sockets and two broadcasts at a whole installation: no failure, no hang, nothing in its log', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const report = await runFuzz({ requests: 400, seed: 20_261_122, databaseUrl: database.url });
  expect(report.findings).toEqual([]);
  expect(report.succeeded).toBeGreaterThan(20);
  expect(report.statuses['422']).toBeGreaterThan(10);
}, 240_000);

test('the same seed asks the same; every operation of the document is asked in time', () => {
  const asked = (seed: number) => {
    const random = createRandom(seed);
    const maker = createRequestMaker(openApi, random, createKnownIds(random));
    return Array.from({ length: 3000 }, () => maker.make(nobody));
  };
  // Moments are drawn around now, so of a request its route is compared.
  const routesOf = (seed: number) => asked(seed).map(({ route }) => route);
  expect(routesOf(7)).toEqual(routesOf(7));
  expect(routesOf(8)).not.toEqual(routesOf(7));
  const routes = new Set(asked(1).map(({ route }) => route));
  const { operations } = readOperations(openApi);
  expect(operations.filter(({ method, path }) => !routes.has(`${method} ${path}`))).toEqual([]);
}, 120_000);

test('what is broken is really broken, of bounded size, and whatever it is it is text', () => {
  fc.assert(
    fc.property(fc.integer(), fc.jsonValue(), (seed, value) => {
      const text = breakBody(createRandom(seed), value);
      expect(text.length).toBeLessThan(9 * 1024 * 1024);
    }),
    { numRuns: 300 },
  );
});
