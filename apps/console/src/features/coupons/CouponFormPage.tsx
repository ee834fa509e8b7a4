import { useApi } from '@tuanzi/client/react';
import { useState } from 'react';
import { Navigate, useParams } from 'react-router';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useSession } from '../../session.tsx';
import { draftOf, emptyDraft } from './coupon-draft.ts';
import { CouponForm } from './CouponForm.tsx';

export function NewCouponPage() {
  // Made once: another one would count as a change.
  const [start] = useState(() => emptyDraft(Date.now()));
  return <CouponForm start={start} couponId={null} claimed={0} />;
}

export function EditCouponPage() {
  const { shopId } = useSession();
  const couponId = useParams()['couponId'] ?? '';
  const [openedMs] = useState(() => Date.now());
  const found = useApi('GET /api/console/shops/{shopId}/coupons/{couponId}', { params: { shopId, couponId } });
  if (found.error !== null) return <ProblemPage problem={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <PageSkeleton />;
  // One that was stopped stays as it is.
  if (found.data.state === 'stopped') return <Navigate to={`/coupons/${couponId}`} replace />;
  return <CouponForm key={couponId} start={draftOf(found.data, openedMs)} couponId={couponId} claimed={found.data.claimed} />;
}
