import type { CouponView } from '@tuanzi/contract/coupons';
import { useNow, useTimeFormat } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import { type Claimable, claimableOf } from './coupon-words.ts';
import { useClaim } from './use-claim.ts';

type ClaimButtonProps = { coupon: CouponView; isUnknown?: boolean; onPress?: (() => void) | undefined };

/** The one thing to do with a coupon one does not hold; what it says is how things stand. */
export function ClaimButton({ coupon, isUnknown = false, onPress }: ClaimButtonProps) {
  const t = useT();
  const { date } = useTimeFormat();
  const claimable = claimableOf(coupon, useNow() + useClockOffset());
  const { claim, isPending } = useClaim();
  const words: Record<Claimable, () => string> = {
    claim: () => t('coupon.claim'),
    again: () => t('coupon.claimMore'),
    claimed: () => t('coupon.claimed'),
    'all-claimed': () => t('coupon.allClaimed'),
    upcoming: () => t('coupon.opensAt', { when: date(coupon.claimFrom) }),
    stopped: () => t('coupon.isStopped'),
    over: () => t('coupon.isOver'),
  };
  const canClaim = claimable === 'claim' || claimable === 'again';
  return (
    <button
      type="button"
      className="tz-button"
      data-size="s"
      data-tone={claimable === 'again' ? 'soft' : 'primary'}
      disabled={!canClaim || isUnknown}
      aria-busy={isPending}
      onClick={() => {
        onPress?.();
        void claim(coupon.id);
      }}
      data-testid="claim-coupon"
      data-claimable={claimable}
    >
      <span className="tz-button-words">{words[claimable]()}</span>
    </button>
  );
}
