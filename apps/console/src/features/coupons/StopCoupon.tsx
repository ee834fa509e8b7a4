import { useCommand } from '@tuanzi/client/react';
import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { App, Button } from 'antd';
import { sentenceOf } from '../../client.ts';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';

/** Stops handing it out, once it is clear what that means for those who hold one. */
export function StopCoupon({ coupon }: { coupon: ConsoleCoupon }) {
  const t = useT();
  const text = useText();
  const { modal, message } = App.useApp();
  const { shopId } = useSession();
  const stop = useCommand('POST /api/console/shops/{shopId}/coupons/{couponId}/stop', {
    invalidates: ['GET /api/console/shops/{shopId}/coupons', 'GET /api/console/shops/{shopId}/coupons/{couponId}'],
    onDone: () => void message.success(t('coupons.stopped')),
  });
  const ask = () =>
    modal.confirm({
      title: t('coupons.stopTitle', { title: text(coupon.title) }),
      content: t('coupons.stopWords', { count: coupon.claimed }),
      okText: t('coupons.stop'),
      okButtonProps: { danger: true },
      cancelText: t('list.cancel'),
      onOk: () =>
        stop.mutateAsync({ params: { shopId, couponId: coupon.id } }).catch((error: unknown) => {
          void message.error(sentenceOf(error));
        }),
    });
  return (
    <Button danger onClick={ask} data-testid="stop-coupon">
      {t('coupons.stop')}
    </Button>
  );
}
