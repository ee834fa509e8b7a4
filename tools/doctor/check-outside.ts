import { ok, runsPart, warn, type Check } from './finding.ts';

/** What an owner must have set up before customers come: codes that arrive, and money that is real. */
export const checkOutside: Check = (patient) => {
  if (!runsPart(patient, 'web', 'live', 'jobs')) return Promise.resolve([]);
  const { config } = patient;
  const { isProduction } = config;
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
    config.SANDBOX_PAY
      ? isProduction
        ? warn(
            'payment',
            'The sandbox is open: anybody can mark an order paid without paying.',
            'Leave SANDBOX_PAY out before customers come.',
          )
        : ok('payment', 'sandbox')
      : warn('payment', 'No payment provider is configured: orders can be placed, and not paid.', 'SANDBOX_PAY=1 lets you try everything.'),
    ...(isProduction && config.METRICS_TOKEN === undefined && config.PUBLIC_URL !== undefined
      ? [warn('metrics', 'Anybody can read /metrics.', 'Set METRICS_TOKEN, or close /metrics in the proxy.')]
      : []),
  ]);
};
