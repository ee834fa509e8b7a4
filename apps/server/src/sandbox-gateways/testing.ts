import type { AddressInfo } from 'node:net';
import type { App } from '#platform/app';
import type { PaymentPort } from '#platform/ports/payment';
import { orderModules } from '../modules/orders/testing.ts';
import { paymentsModule } from '../modules/payments/module.ts';
import { createTestApp, type TestApp } from '../testing.ts';
import { makeCredentials, type GatewayCredentials } from './credentials.ts';
import { createSandboxGateways } from './module.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayAddresses } from './sandbox-settings.ts';

/** Made once a test file: a key pair costs as much as a test. */
let made: Promise<GatewayCredentials> | undefined;

export interface GatewayTestApp extends TestApp {
  /** Where it listens; the gateways and the shop reach each other over it. */
  readonly url: string;
  readonly port: PaymentPort;
  readonly credentials: GatewayCredentials;
  /** Presses a button of the cashier page; answers where the browser is sent. */
  press(page: string, button: 'pay' | 'pay-late' | 'pay-repeat' | 'fail'): Promise<string>;
}

export function testCredentials(): Promise<GatewayCredentials> {
  made ??= makeCredentials(new Date());
  return made;
}

/** A shop that listens with one real client, and the gateways beside it: real HTTP both ways. */
export async function aShopWithGateway(
  createPort: (credentials: GatewayCredentials, at: GatewayAddresses, app: Omit<App, 'ports'>) => PaymentPort,
  more: Partial<Pick<GatewayOptions, 'speed' | 'wechatSigner'>> = {},
): Promise<GatewayTestApp> {
  const credentials = await testCredentials();
  const shop = 'http://shop.test';
  let url = '';
  let port: PaymentPort | undefined;
  const gateways = createSandboxGateways({
    credentials,
    noticeUrl: (address) => address.replace(shop, url),
    speed: 1,
    wechatSigner: 'public-key',
    ...more,
  });
  const t = await createTestApp([...orderModules, paymentsModule, gateways], {
    ports: (app) => {
      port = createPort(credentials, { internal: () => url, public: () => shop }, app);
      return { payments: { [port.name]: port } };
    },
  });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(t.http.server.address() as AddressInfo).port}`;
  if (port === undefined) throw new Error('ports are made with the app');
  return {
    ...t,
    url,
    port,
    credentials,
    async press(page, button) {
      const address = new URL(page.replace(shop, url));
      address.pathname += `/${button}`;
      const response = await fetch(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, 'sec-fetch-site': 'same-origin' },
      });
      return response.headers.get('location') ?? `${response.status}`;
    },
  };
}
