import type { Clock } from '../../clock.ts';
import { callProvider, ProviderRefusal, type ProviderAnswer } from '../call-provider.ts';
import { Refused } from './messages.ts';
import { createPlatformKeys } from './platform-keys.ts';
import type { WechatPaySettings } from './settings.ts';
import { authorizationOf, isFresh, isSigned, messageOf } from './signature.ts';

const billTimeoutMs = 60_000;

export interface SignedMessage {
  readonly text: string;
  readonly now: Date;
  header(name: string): string;
}

/** Calls to WeChat Pay: each request signed, each answer verified. */
export interface Exchange {
  readonly settings: WechatPaySettings;
  /** Resolves to the parsed answer; rejects with ProviderRefusal when WeChat Pay says no. */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  /** A file of bills, which is not signed; its digest comes from an answer that is. */
  download(url: URL): Promise<Buffer>;
  isAuthentic(message: SignedMessage): Promise<boolean>;
}

export function createExchange(settings: WechatPaySettings, clock: Clock): Exchange {
  const call = async (
    method: 'GET' | 'POST',
    url: URL,
    { body = '', timeoutMs, accept = 'application/json' }: { body?: string; timeoutMs?: number; accept?: string } = {},
  ) =>
    callProvider({
      method,
      url,
      body,
      ...(timeoutMs !== undefined && { timeoutMs }),
      headers: {
        accept,
        ...(body !== '' && { 'content-type': 'application/json' }),
        // While a merchant changes over, this says which kind of key the answer shall be signed with.
        ...(settings.publicKey !== undefined && { 'wechatpay-serial': settings.publicKey.id }),
        authorization: await authorizationOf(settings, { method, target: url.pathname + url.search, body, now: clock.now() }),
      },
    });
  const urlOf = (path: string) => new URL(`${settings.payUrl().replace(/\/$/, '')}${path}`);
  const keys = createPlatformKeys(settings, {
    clock,
    download: async () => {
      const answer = await call('GET', urlOf('/v3/certificates'));
      if (answer.status !== 200) throw refusalOf(answer);
      return answer;
    },
  });
  const isAuthentic = async ({ text, now, header }: SignedMessage) => {
    const [timestamp, nonce] = [header('wechatpay-timestamp'), header('wechatpay-nonce')];
    if (!isFresh(timestamp, now)) return false;
    const key = await keys.find(header('wechatpay-serial'));
    return key !== undefined && isSigned(key, messageOf(timestamp, nonce, text), header('wechatpay-signature'));
  };
  return {
    settings,
    isAuthentic,
    async send(method, path, body) {
      const answer = await call(method, urlOf(path), { body: body === undefined ? '' : JSON.stringify(body) });
      const isSuccess = answer.status >= 200 && answer.status < 300;
      // Refusals are not always signed, and never taken for a success; where they are signed, they are signed rightly.
      const mustBeSigned = isSuccess || answer.header('wechatpay-signature') !== '';
      if (mustBeSigned && !(await isAuthentic({ text: answer.text, now: clock.now(), header: answer.header })))
        throw new Error('WeChat Pay: the answer is not signed by it');
      if (!isSuccess) throw refusalOf(answer);
      return answer.text === '' ? {} : JSON.parse(answer.text);
    },
    async download(url) {
      if (url.host !== new URL(settings.payUrl()).host) throw new Error('WeChat Pay: the bill is at an address that is not its own');
      const answer = await call('GET', url, { timeoutMs: billTimeoutMs, accept: '*/*' });
      if (answer.status !== 200) throw refusalOf(answer);
      return answer.bytes;
    },
  };
}

function refusalOf({ status, text }: ProviderAnswer): ProviderRefusal {
  const { code, message } = readRefused(text);
  return new ProviderRefusal('WeChat Pay', { status, code, message });
}

/** A proxy on the way answers in HTML. */
function readRefused(text: string): { code: string; message: string } {
  try {
    return Refused.parse(JSON.parse(text));
  } catch {
    return { code: 'UNREADABLE', message: '' };
  }
}
