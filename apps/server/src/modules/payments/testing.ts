import type { AddressInfo } from 'node:net';
import type { Module } from '#platform/app';
import type { PaymentPort } from '#platform/ports/payment';
import { createSandboxPayment } from '../../platform/ports/sandbox-payment.ts';
import { sandboxPayModule } from '../../sandbox-pay/module.ts';
import { createTestApp, type TestApp } from '../../testing.ts';
import { paymentsModule } from './module.ts';
import { orderModules } from '../orders/testing.ts';

export interface PayingApp extends TestApp {
  /** Where it listens; the provider and the shop reach each other over it. */
  readonly url: string;
  readonly sandbox: PaymentPort;
  /** Presses a button of the cashier page; answers where the browser is sent. */
  press(cashierUrl: string | null, button: 'pay' | 'pay-late' | 'pay-repeat' | 'fail'): Promise<string>;
}

/** A shop that listens, with the sandbox provider beside it: real HTTP both ways. */
export async function aPayingApp(more: readonly Module[] = []): Promise<PayingApp> {
  let url = '';
  let sandbox: PaymentPort | undefined;
  const t = await createTestApp([...orderModules, paymentsModule, ...more, sandboxPayModule], {
    ports: (app) => {
      sandbox = createSandboxPayment(app, () => ({ publicUrl: url, internalUrl: url }));
      return { payments: { sandbox } };
    },
  });
  await t.http.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(t.http.server.address() as AddressInfo).port}`;
  if (sandbox === undefined) throw new Error('ports are made with the app');
  return {
    ...t,
    url,
    sandbox,
    async press(cashierUrl, button) {
      const response = await fetch(`${url}${cashierUrl ?? ''}/${button}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, 'sec-fetch-site': 'same-origin' },
      });
      return response.headers.get('location') ?? `${response.status}`;
    },
  };
}
