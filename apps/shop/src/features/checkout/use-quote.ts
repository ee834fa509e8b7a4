import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Quote } from '@tuanzi/contract/orders';
import type { ApiProblem } from '@tuanzi/client';
import { useClient } from '@tuanzi/client/react';
import { useEnsureGuest } from '../../shell/use-me.ts';
import type { CouponChoice } from '../coupons/CouponRow.tsx';
import type { Intent } from './intent.ts';

/** What it would cost now. While the next answer is on its way the last one stays, so the total does not flicker. */
export function useQuote(
  intent: Intent,
  { province, coupon, isReady }: { province: string | undefined; coupon: CouponChoice; isReady: boolean },
): UseQueryResult<Quote, ApiProblem> {
  const { api } = useClient();
  const ensureGuest = useEnsureGuest();
  const { lines, offer } = intent;
  return useQuery<Quote, ApiProblem>({
    queryKey: ['quote', lines, offer, province, coupon],
    queryFn: async ({ signal }) => {
      await ensureGuest();
      return api(
        'POST /api/quote',
        { body: { lines: [...lines], ...(offer && { offer }), ...(province && { province }), coupon } },
        { signal },
      );
    },
    enabled: isReady && lines.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 5000,
    retry: (count, problem) => problem.isUncertain && count < 3,
  });
}
