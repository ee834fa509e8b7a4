import { useT } from '../../messages.ts';

/** Names of scene and card kinds; a kind added later is still called something. */
export function useOriginWords(): { scene: (kind: string | null) => string; card: (kind: string | null) => string } {
  const t = useT();
  return {
    scene: (kind) =>
      kind === 'session'
        ? t('orders.sceneKinds.session')
        : kind === 'community'
          ? t('orders.sceneKinds.community')
          : t('orders.sceneKinds.other'),
    card: (kind) =>
      kind === 'product'
        ? t('orders.cardKinds.product')
        : kind === 'group-buy'
          ? t('orders.cardKinds.group-buy')
          : kind === 'coupon'
            ? t('orders.cardKinds.coupon')
            : t('orders.cardKinds.other'),
  };
}
