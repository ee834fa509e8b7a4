import { join } from 'node:path';
import type { App } from '#platform/app';
import { createAlipay } from './platform/ports/alipay/alipay.ts';
import { createDiskStorage } from './platform/ports/disk-storage.ts';
import { createMediaPort } from './platform/ports/media.ts';
import type { Ports } from './platform/ports/ports.ts';
import { createS3Storage } from './platform/ports/s3-storage.ts';
import { createConsoleSms, noSms } from './platform/ports/sms.ts';
import { createSandboxPayment } from './platform/ports/sandbox-payment.ts';
import type { PaymentPort } from './platform/ports/payment.ts';
import { readPaymentSettings } from './platform/ports/payment-settings.ts';
import { createStripe } from './platform/ports/stripe/stripe.ts';
import { createWechatPay } from './platform/ports/wechat-pay/wechat-pay.ts';
import type { GatewayCredentials } from './sandbox-gateways/credentials.ts';
import { alipaySandboxSettings, stripeSandboxSettings, wechatSandboxSettings } from './sandbox-gateways/sandbox-settings.ts';

/** Addresses known only once the parts that own them listen. */
export interface LatePorts {
  /** Where people reach this process. */
  url: string | undefined;
  /** Where this installation's own processes reach it. */
  internalUrl: string | undefined;
  mediaUrl: string | undefined;
}

/** The outside world of this installation, as configured. */
export function createPorts(
  app: Omit<App, 'ports'>,
  { late, gateways, print }: { late: LatePorts; gateways: GatewayCredentials | undefined; print: (line: string) => void },
): Ports {
  const { config } = app;
  return {
    payments: Object.fromEntries(createPayments(app, late, gateways).map((port) => [port.name, port])),
    sms: config.SMS_TO_CONSOLE ? createConsoleSms(app.log, print) : noSms,
    storage: config.STORAGE_S3 === undefined ? createDiskStorage(join(config.dataDir, 'files')) : createS3Storage(config.STORAGE_S3),
    media: createMediaPort(() => late.mediaUrl, app.secret),
  };
}

/** Every configured way to pay, real ones first. Where the gateways run, a provider that is not configured is played by its gateway. */
function createPayments(app: Omit<App, 'ports'>, late: LatePorts, gateways: GatewayCredentials | undefined): PaymentPort[] {
  const { config, clock } = app;
  const real = readPaymentSettings(config);
  const internalUrl = () => (config.RUN.includes('web') && late.internalUrl !== undefined ? late.internalUrl : app.publicUrl());
  const at = { internal: internalUrl, public: () => app.publicUrl() };
  // Beside real money nothing is paid with play money, whatever was left switched on.
  const isReal = [real.wechat, real.alipay, real.stripe].some((settings) => settings?.isSandbox === false);
  const played = isReal ? undefined : gateways;
  const wechat = real.wechat ?? (played === undefined ? undefined : wechatSandboxSettings(played, at));
  const alipay = real.alipay ?? (played === undefined ? undefined : alipaySandboxSettings(played, at));
  const stripe = real.stripe ?? (played === undefined ? undefined : stripeSandboxSettings(played, at));
  return [
    ...(wechat === undefined ? [] : [createWechatPay(wechat, clock)]),
    ...(alipay === undefined ? [] : [createAlipay(alipay, clock)]),
    ...(stripe === undefined ? [] : [createStripe(stripe)]),
    ...(config.SANDBOX_PAY && !isReal
      ? [createSandboxPayment(app, () => ({ publicUrl: app.publicUrl(), internalUrl: late.internalUrl ?? '' }))]
      : []),
  ];
}
