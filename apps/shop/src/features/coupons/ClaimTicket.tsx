import type { CouponView } from '@tuanzi/contract/coupons';
import type { CardView } from '@tuanzi/contract/scenes';
import { useApi } from '@tuanzi/client/react';
import { useNow } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import { useClockOffset, useMe } from '../../shell/use-me.ts';
import { useCountFormat } from '../../shell/use-words.ts';
import { ClaimButton } from './ClaimButton.tsx';
import { claimableOf } from './coupon-words.ts';
import { CouponTicket, type TicketPlace } from './CouponTicket.tsx';

type ClaimTicketProps = { coupon: CouponView; place?: TicketPlace; isUnknown?: boolean; onPress?: (() => void) | undefined };

/** A coupon to claim: its conditions, how many there still are, and the button. */
export function ClaimTicket({ coupon, place = 'page', isUnknown = false, onPress }: ClaimTicketProps) {
  const t = useT();
  const count = useCountFormat();
  const claimable = claimableOf(coupon, useNow() + useClockOffset());
  const isRunning = claimable === 'claim' || claimable === 'again';
  return (
    <CouponTicket
      coupon={coupon}
      place={place}
      isFaded={!isRunning && claimable !== 'claimed' && claimable !== 'upcoming'}
      state={isRunning || claimable === 'upcoming' ? t('coupon.left', { count: count(coupon.quantityLeft) }) : null}
      action={<ClaimButton coupon={coupon} isUnknown={isUnknown} onPress={onPress} />}
    />
  );
}

type CouponDropProps = { card: Extract<CardView, { kind: 'coupon' }>; place: 'room' | 'chat'; isGone?: boolean; onPress?: () => void };

/** A coupon dropped into a room or a conversation. What everybody sees comes with the card; what is mine is asked for. */
export function CouponDrop({ card, place, isGone = false, onPress }: CouponDropProps) {
  const { me, isKnown } = useMe();
  const { coupon } = card.coupon;
  const mine = useApi('GET /api/coupons/{couponId}', { params: { couponId: coupon.id } }, { isEnabled: me !== null, staleMs: 60_000 });
  const isAsking = !isKnown || (me !== null && mine.isPending);
  return (
    <ClaimTicket
      coupon={{ ...coupon, claimedByMe: mine.data?.claimedByMe ?? 0 }}
      place={place}
      isUnknown={isAsking || isGone}
      onPress={onPress}
    />
  );
}
