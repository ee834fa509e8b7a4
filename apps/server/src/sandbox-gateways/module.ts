import type { App, Module } from '#platform/app';
import type { GatewayCredentials } from './credentials.ts';
import { alipayCourier, alipayRoutes } from './alipay/gateway.ts';
import { deliverNotices } from './deliver.ts';
import type { GatewayOptions } from './options.ts';
import { forgetMarks } from './store.ts';
import { endStripeRefunds, stripeCourier, stripeRoutes } from './stripe/gateway.ts';
import { wechatCourier } from './wechat-pay/courier.ts';
import { endWechatRefunds, wechatRoutes } from './wechat-pay/gateway.ts';

const dayMs = 86_400_000;
/** In development a notice that was not taken comes again after a second, not after a quarter of a minute. */
const developmentSpeed = 15;

/** For a running installation: its own notices stay within the machine, whatever its public address is. */
export function gatewayOptions(
  app: Pick<App, 'publicUrl'>,
  late: { readonly internalUrl: string | undefined },
  credentials: GatewayCredentials,
): GatewayOptions {
  return {
    credentials,
    speed: developmentSpeed,
    wechatSigner: 'public-key',
    noticeUrl: (address) => {
      const url = new URL(address);
      const isOwn = url.origin === new URL(app.publicUrl()).origin && late.internalUrl !== undefined;
      return isOwn ? new URL(url.pathname + url.search, late.internalUrl).href : address;
    },
  };
}

/** Payment gateways to develop against: each speaks the published protocol of a real one and shares nothing with its client but the wire. */
export function createSandboxGateways(options: GatewayOptions): Module {
  const couriers = [wechatCourier(options), alipayCourier(options), stripeCourier(options)];
  return {
    name: 'sandbox-gateways',
    routes(app, http) {
      wechatRoutes(app, http, options);
      alipayRoutes(app, http, options);
      stripeRoutes(app, http, options);
    },
    sweeps: [
      { name: 'sandbox-gateways.wechat-refunds', everyMs: 500, run: (app) => endWechatRefunds(app, options) },
      { name: 'sandbox-gateways.stripe-refunds', everyMs: 500, run: endStripeRefunds },
      ...couriers.map((courier) => ({
        name: `sandbox-gateways.${courier.gateway}-notices`,
        everyMs: 500,
        run: (app: App) => deliverNotices(app, courier, options),
      })),
      {
        name: 'sandbox-gateways.forget-marks',
        everyMs: 3_600_000,
        run: (app) => forgetMarks(app.database.db, new Date(app.clock.now().getTime() - dayMs)),
      },
    ],
  };
}
