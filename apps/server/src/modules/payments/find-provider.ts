import type { App } from '#platform/app';
import type { PaymentPort } from '#platform/ports/payment';
import { problem } from '#platform/problem';

/** The provider a request names. What every object has by itself, such as `constructor`, is no provider. */
export function findProvider(app: App, name: string): PaymentPort {
  const port = Object.hasOwn(app.ports.payments, name) ? app.ports.payments[name] : undefined;
  if (port === undefined) throw problem('provider_unknown');
  return port;
}
