import type { Courier } from '../deliver.ts';
import type { GatewayOptions } from '../options.ts';
import { chinaTime } from './resources.ts';
import { sealText, signedHeaders } from './crypto.ts';

const [minute, hour] = [60, 3600];
/** As published; about a day in all. */
export const noticeDelays = [
  15,
  15,
  30,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  hour,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
];

export function wechatCourier({ credentials, wechatSigner }: GatewayOptions): Courier {
  return {
    gateway: 'wechat',
    delaysSeconds: noticeDelays,
    write({ noticeId, kind, content, createdAt }, now) {
      const isRefund = kind.startsWith('REFUND.');
      const body = JSON.stringify({
        id: noticeId,
        create_time: chinaTime(createdAt),
        resource_type: 'encrypt-resource',
        event_type: kind,
        summary: isRefund ? '退款结果' : '支付成功',
        resource: {
          original_type: isRefund ? 'refund' : 'transaction',
          ...sealText(credentials.wechat.apiKey, isRefund ? 'refund' : 'transaction', content),
        },
      });
      return {
        body,
        headers: { 'content-type': 'application/json', ...signedHeaders(credentials.wechat, { text: body, now, signer: wechatSigner }) },
      };
    },
    isTaken: (status) => status === 200 || status === 204,
  };
}
