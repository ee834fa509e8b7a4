import { readPaymentSettings } from '../../apps/server/src/platform/ports/payment-settings.ts';
import { ok, runsPart, warn, type Check, type Finding, type Patient } from './finding.ts';

/** What an owner must have set up before customers come: codes that arrive, and money that is real. */
export const checkOutside: Check = (patient) => {
  if (!runsPart(patient, 'web', 'live', 'jobs')) return Promise.resolve([]);
  const { config } = patient;
  const { isProduction } = config;
  const { wechat, alipay, stripe } = readPaymentSettings(config);
  const hasReal = [wechat, alipay, stripe].some((provider) => provider !== undefined);
  return Promise.resolve([
    config.SMS_TO_CONSOLE
      ? isProduction
        ? warn(
            'codes',
            'One-time codes are printed to the console: whoever reads the log can sign in as anybody.',
            'Leave SMS_TO_CONSOLE out before customers come.',
          )
        : ok('codes', 'printed to the console')
      : warn(
          'codes',
          'No SMS gateway is configured: nobody can sign in by phone.',
          'People with an e-mail address and a password still can.',
        ),
    ...(config.SANDBOX_PAY
      ? [
          isProduction
            ? warn(
                'payment',
                'The sandbox is open: anybody can mark an order paid without paying.',
                'Leave SANDBOX_PAY out before customers come.',
              )
            : ok('payment', 'sandbox'),
        ]
      : hasReal || config.SANDBOX_GATEWAYS
        ? []
        : [
            warn(
              'payment',
              'No payment provider is configured: orders can be placed, and not paid.',
              'docs/payments.md says how; SANDBOX_PAY=1 lets you try everything.',
            ),
          ]),
    ...describeProviders(patient),
    ...(isProduction && config.METRICS_TOKEN === undefined && config.PUBLIC_URL !== undefined
      ? [warn('metrics', 'Anybody can read /metrics.', 'Set METRICS_TOKEN, or close /metrics in the proxy.')]
      : []),
  ]);
};

/** Keys were parsed with the settings; what is left are choices somebody may want to know of. */
function describeProviders({ config }: Patient): Finding[] {
  const { wechat, alipay, stripe } = readPaymentSettings(config);
  const findings: Finding[] = [];
  if (config.SANDBOX_GATEWAYS)
    findings.push(
      config.isProduction
        ? warn(
            'payment',
            'The sandbox gateways are open: anybody can pay without paying.',
            'Leave SANDBOX_GATEWAYS out before customers come.',
          )
        : ok('payment', 'sandbox gateways'),
    );
  if (wechat !== undefined) {
    const keys = wechat.publicKey === undefined ? 'platform certificates' : 'its public key';
    findings.push(
      ok('WeChat Pay', `merchant ${wechat.merchantId}, by ${keys}, ${wechat.isSandbox ? 'at another address than the real one' : 'real'}`),
    );
    if (wechat.appSecret === undefined)
      findings.push(
        warn(
          'WeChat Pay',
          'People inside WeChat cannot pay with it.',
          'Set WECHAT_PAY_APP_SECRET, and the authorisation domain in the official account.',
        ),
      );
  }
  if (alipay !== undefined)
    findings.push(ok('Alipay', `app ${alipay.appId}, ${alipay.isSandbox ? 'at another address than the real one' : 'real'}`));
  if (stripe !== undefined)
    findings.push(
      config.isProduction && stripe.isSandbox
        ? warn('Stripe', 'In test mode: orders are paid without money.', 'Set the keys of live mode before customers come.')
        : ok('Stripe', stripe.isSandbox ? 'test mode' : 'live'),
    );
  return findings;
}
