import type { Clock } from '../../clock.ts';
import type { Cashier, OpenPayment } from '../payment.ts';
import { chineseInstant } from '../chinese-time.ts';
import type { Exchange } from './exchange.ts';
import { H5Page, Prepaid, QrCode } from './messages.ts';
import { readOpenid } from './payers.ts';
import type { WechatPaySettings } from './settings.ts';
import { messageOf, newNonce, signText, unixSeconds } from './signature.ts';

const descriptionMax = 127;
/** WeChat Pay takes no shorter time than a minute; what is over earlier is closed by us. */
const shortestMs = 70_000;

/** Opens an order in the way that fits where the payer is. The same number again gives the same order. */
export async function openPayment(exchange: Exchange, clock: Clock, input: OpenPayment): Promise<Cashier> {
  const { settings } = exchange;
  const now = clock.now();
  const order = {
    appid: input.scene === 'mini-program' ? (settings.miniProgram?.appId ?? settings.appId) : settings.appId,
    mchid: settings.merchantId,
    description: Array.from(input.description).slice(0, descriptionMax).join(''),
    out_trade_no: input.merchantRef,
    time_expire: chineseInstant(new Date(Math.max(input.expiresAt.getTime(), now.getTime() + shortestMs))),
    notify_url: input.notifyUrl,
    amount: { total: input.amountFen, currency: 'CNY' },
  };
  const ip = input.payerIp.replace(/^::ffff:/, '');
  const send = (kind: string, more: object) => exchange.send('POST', `/v3/pay/transactions/${kind}`, { ...order, ...more });
  switch (input.scene) {
    case 'desktop':
      return { kind: 'qr', content: QrCode.parse(await send('native', { scene_info: { payer_client_ip: ip } })).code_url };
    case 'phone': {
      const page = H5Page.parse(await send('h5', { scene_info: { payer_client_ip: ip, h5_info: { type: 'Wap' } } })).h5_url;
      return { kind: 'redirect', url: `${page}&redirect_url=${encodeURIComponent(input.returnUrl)}` };
    }
    case 'wechat':
    case 'mini-program': {
      const openid = await readOpenid(settings, input.scene, input.payerCode);
      const { prepay_id: prepayId } = Prepaid.parse(await send('jsapi', { payer: { openid }, scene_info: { payer_client_ip: ip } }));
      return { kind: 'invoke', params: await invocationOf(settings, { appId: order.appid, prepayId, now }) };
    }
  }
}

/** What the browser of WeChat, or the mini program, is handed to ask for the password. */
export async function invocationOf(
  { privateKey }: Pick<WechatPaySettings, 'privateKey'>,
  { appId, prepayId, now, nonce = newNonce() }: { appId: string; prepayId: string; now: Date; nonce?: string },
): Promise<Record<string, string>> {
  const [timeStamp, order] = [unixSeconds(now), `prepay_id=${prepayId}`];
  const paySign = await signText(privateKey, messageOf(appId, timeStamp, nonce, order));
  return { appId, timeStamp, nonceStr: nonce, package: order, signType: 'RSA', paySign };
}
