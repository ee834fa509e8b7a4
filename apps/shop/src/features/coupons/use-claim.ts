import { useQueryClient } from '@tanstack/react-query';
import { invalidateApi, useCommand } from '@tuanzi/client/react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';

/** Claims a coupon; who has no account yet proves a phone number first and comes back with the coupon claimed. */
export function useClaim(): { claim: (couponId: string) => Promise<void>; isPending: boolean } {
  const t = useT();
  const queries = useQueryClient();
  const { withAccount } = usePhoneGate();
  const command = useCommand('POST /api/coupons/{couponId}/claims');
  const claim = async (couponId: string) => {
    try {
      const held = await withAccount(() => command.mutateAsync({ params: { couponId } }));
      if (held !== undefined) notify(t('coupon.claimedToast'));
    } catch (error) {
      notifyProblem(error);
    }
    // Also after a refusal: what is on screen was out of date then.
    await Promise.all([
      invalidateApi(queries, 'GET /api/shops/{shopId}/coupons', 'GET /api/coupons/{couponId}', 'GET /api/me/coupons'),
      queries.invalidateQueries({ queryKey: ['quote'] }),
    ]);
  };
  return { claim, isPending: command.isPending };
}
