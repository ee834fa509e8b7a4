import { expect, test } from 'vitest';
import { parseConfig } from '#platform/config';
import { createPorts } from './create-ports.ts';
import { makeCredentials } from './sandbox-gateways/credentials.ts';
import { createTestApp } from './testing.ts';

const real = { PUBLIC_URL: 'https://shop.example.com', STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };

test('beside real money nothing is paid with play money, whatever was left switched on', async () => {
  const { app } = await createTestApp([]);
  const gateways = await makeCredentials(new Date());
  const late = { url: undefined, internalUrl: 'http://127.0.0.1:1', mediaUrl: undefined };
  const offered = (env: Record<string, string>) =>
    Object.values(
      createPorts({ ...app, config: parseConfig({ ...env, SANDBOX_PAY: '1' }) }, { late, gateways, print: () => {} }).payments,
    ).map(({ name, isSandbox }) => [name, isSandbox]);
  expect(offered({}).map(([, isSandbox]) => isSandbox)).toEqual([true, true, true, true]);
  expect(offered(real)).toEqual([['stripe', false]]);
  expect(offered({ ...real, STRIPE_SECRET_KEY: 'sk_test_1' })).toHaveLength(4);
});
