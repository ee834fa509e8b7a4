import { useApi } from '@tuanzi/client/react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useSession } from '../../session.tsx';
import { CampaignForm } from './CampaignForm.tsx';
import { draftOf, emptyDraft } from './campaign-draft.ts';

export function NewCampaignPage() {
  // Made once: another one would count as a change.
  const [start] = useState(() => emptyDraft(Date.now()));
  return <CampaignForm start={start} campaignId={null} isLocked={false} />;
}

export function EditCampaignPage() {
  const { shopId } = useSession();
  const campaignId = useParams()['campaignId'] ?? '';
  const found = useApi('GET /api/console/shops/{shopId}/group-buys/{campaignId}', { params: { shopId, campaignId } });
  const productId = found.data?.campaign.productId ?? '';
  const product = useApi(
    'GET /api/console/shops/{shopId}/products/{productId}',
    { params: { shopId, productId } },
    { isEnabled: productId !== '' },
  );
  const problem = found.error ?? product.error;
  if (problem !== null) return <ProblemPage problem={problem} onRetry={() => void Promise.all([found.refetch(), product.refetch()])} />;
  if (found.data === undefined || product.data === undefined) return <PageSkeleton />;
  return (
    <CampaignForm
      key={campaignId}
      start={draftOf(found.data.campaign, product.data)}
      campaignId={campaignId}
      isLocked={found.data.teams.length > 0}
    />
  );
}
