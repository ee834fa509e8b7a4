import type { Module } from '#platform/app';
import { deliverNotices } from './deliver.ts';
import type { GatewayOptions } from './options.ts';
import { forgetMarks } from './store.ts';
import { wechatCourier } from './wechat-pay/courier.ts';
import { endWechatRefunds, wechatRoutes } from './wechat-pay/gateway.ts';

const dayMs = 86_400_000;

/** Payment gateways to develop against: each speaks the published protocol of a real one and shares nothing with its client but the wire. */
export function createSandboxGateways(options: GatewayOptions): Module {
  const couriers = [wechatCourier(options)];
  return {
    name: 'sandbox-gateways',
    routes(app, http) {
      wechatRoutes(app, http, options);
    },
    sweeps: [
      { name: 'sandbox-gateways.wechat-refunds', everyMs: 500, run: (app) => endWechatRefunds(app, options) },
      ...couriers.map((courier) => ({
        name: `sandbox-gateways.${courier.gateway}-notices`,
        everyMs: 500,
        run: (app: Parameters<typeof deliverNotices>[0]) => deliverNotices(app, courier, options),
      })),
      {
        name: 'sandbox-gateways.forget-marks',
        everyMs: 3_600_000,
        run: (app) => forgetMarks(app.database.db, new Date(app.clock.now().getTime() - dayMs)),
      },
    ],
  };
}
