import type { ConsoleCoupon } from '@tuanzi/contract/coupons';
import { useT } from '../../messages.ts';

const tones = { upcoming: 'honey', running: 'leaf', stopped: undefined, over: undefined } as const;

export function CouponState({ state }: { state: ConsoleCoupon['state'] }) {
  const t = useT();
  return (
    <span className="tz-chip" data-tone={tones[state]} data-testid="coupon-state" data-state={state}>
      {t(`coupons.states.${state}`)}
    </span>
  );
}
