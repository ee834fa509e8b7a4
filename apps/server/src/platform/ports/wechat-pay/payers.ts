import { problem } from '../../problem.ts';
import { callProvider } from '../call-provider.ts';
import type { PayerScene } from '../payment.ts';
import { Openid } from './messages.ts';
import type { WechatPaySettings } from './settings.ts';

/** Where a payer inside WeChat is sent: WeChat sends them back at once, with a code that says who they are to this shop and nothing else. */
export function signInUrl({ appId, appSecret, openPageUrl }: WechatPaySettings, scene: PayerScene, returnUrl: string): string | undefined {
  if (scene !== 'wechat' || appSecret === undefined) return undefined;
  // The order of the parameters and the fragment are fixed by WeChat.
  const query = new URLSearchParams([
    ['appid', appId],
    ['redirect_uri', returnUrl],
    ['response_type', 'code'],
    ['scope', 'snsapi_base'],
    ['state', 'pay'],
  ]);
  return `${openPageUrl()}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

/** Who a one-time code belongs to. Addresses here carry the secret, so nothing of them is ever thrown or logged. */
export async function readOpenid(settings: WechatPaySettings, scene: 'wechat' | 'mini-program', code: string | undefined): Promise<string> {
  if (code === undefined) throw problem('payer_unknown');
  const { miniProgram, appId, appSecret } = settings;
  const app = scene === 'wechat' ? { appId, secret: appSecret } : miniProgram;
  if (app?.secret === undefined) throw problem('payer_unknown');
  const [path, name] = scene === 'wechat' ? ['/sns/oauth2/access_token', 'code'] : ['/sns/jscode2session', 'js_code'];
  const url = new URL(`${settings.openApiUrl().replace(/\/$/, '')}${path}`);
  url.search = new URLSearchParams([
    ['appid', app.appId],
    ['secret', app.secret],
    [name ?? 'code', code],
    ['grant_type', 'authorization_code'],
  ]).toString();
  const answer = await callProvider({ method: 'GET', url }).catch(() => {
    throw new Error('WeChat: does not say who the payer is');
  });
  const known = Openid.safeParse(parseOrNothing(answer.text));
  if (!known.success) throw problem('payer_unknown');
  return known.data.openid;
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
