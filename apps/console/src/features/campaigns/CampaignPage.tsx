import { useApi, useCommand } from '@tuanzi/client/react';
import type { CampaignView, TeamView } from '@tuanzi/contract/group-buy';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button, Progress } from 'antd';
import { Link, useParams } from 'react-router';
import { sentenceOf } from '../../client.ts';
import { Page } from '../../layout/Page.tsx';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { Thumb } from '../../layout/Thumb.tsx';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CampaignState } from './CampaignState.tsx';
import { Team } from './Team.tsx';
import './campaigns.css';

export function CampaignPage() {
  const { shopId } = useSession();
  const campaignId = useParams()['campaignId'] ?? '';
  const found = useApi(
    'GET /api/console/shops/{shopId}/group-buys/{campaignId}',
    { params: { shopId, campaignId } },
    { refetchEveryMs: 4_000 },
  );
  if (found.data !== undefined) return <Loaded campaign={found.data.campaign} teams={found.data.teams} />;
  if (found.isError) return <ProblemPage problem={found.error} onRetry={() => void found.refetch()} />;
  return <PageSkeleton />;
}

function Loaded({ campaign, teams }: { campaign: CampaignView; teams: readonly TeamView[] }) {
  const t = useT();
  const text = useText();
  const mayChange = useIsAtLeast('operator');
  const open = teams.filter(({ state }) => state === 'open');
  return (
    <Page
      title={
        <span className="cp-title">
          {text(campaign.title)}
          <CampaignState state={campaign.state} />
        </span>
      }
      subtitle={`${t('campaigns.size', { count: campaign.teamSize })} · ${text(campaign.product.title)}`}
      actions={
        mayChange && campaign.state !== 'ended' ? (
          <>
            <Link to={`/campaigns/${campaign.id}/edit`}>
              <Button data-testid="edit-campaign">{t('list.edit')}</Button>
            </Link>
            <EndButton campaign={campaign} openCount={open.length} />
          </>
        ) : undefined
      }
    >
      <div className="cs-columns">
        <div className="cs-stack">
          {teams.length === 0 ? (
            <section className="cs-panel">
              <Empty
                drawing="community"
                title={t('campaigns.noTeams')}
                words={t('campaigns.noTeamsWords')}
                next={
                  <span className="cs-actions">
                    <Link to="/live">
                      <Button>{t('campaigns.toLive')}</Button>
                    </Link>
                    <Link to="/communities">
                      <Button>{t('campaigns.toCommunities')}</Button>
                    </Link>
                  </span>
                }
              />
            </section>
          ) : null}
          <Teams title={t('campaigns.openTeams')} teams={open} />
          <Teams title={t('campaigns.completedTeams')} teams={teams.filter(({ state }) => state === 'completed')} />
          <Teams title={t('campaigns.failedTeams')} teams={teams.filter(({ state }) => state === 'failed')} />
        </div>
        <Facts campaign={campaign} />
      </div>
    </Page>
  );
}

function EndButton({ campaign, openCount }: { campaign: CampaignView; openCount: number }) {
  const t = useT();
  const text = useText();
  const { modal, message } = App.useApp();
  const { shopId } = useSession();
  const end = useCommand('POST /api/console/shops/{shopId}/group-buys/{campaignId}/end', {
    invalidates: ['GET /api/console/shops/{shopId}/group-buys', 'GET /api/console/shops/{shopId}/group-buys/{campaignId}'],
    onDone: () => void message.success(t('campaigns.ended')),
  });
  const ask = () =>
    modal.confirm({
      title: t('campaigns.endTitle', { title: text(campaign.title) }),
      content: t('campaigns.endWords', { count: openCount }),
      okText: t('campaigns.end'),
      okButtonProps: { danger: true },
      cancelText: t('list.cancel'),
      onOk: () =>
        end.mutateAsync({ params: { shopId, campaignId: campaign.id } }).catch((error: unknown) => {
          void message.error(sentenceOf(error));
        }),
    });
  return (
    <Button danger onClick={ask} data-testid="end-campaign">
      {t('campaigns.end')}
    </Button>
  );
}

function Teams({ title, teams }: { title: string; teams: readonly TeamView[] }) {
  if (teams.length === 0) return null;
  return (
    <section className="cs-panel">
      <h2>
        {title} <span className="cs-quiet tz-figures">{teams.length}</span>
      </h2>
      <ul className="cp-teams">
        {teams.map((team) => (
          <Team key={team.id} team={team} />
        ))}
      </ul>
    </section>
  );
}

function Facts({ campaign }: { campaign: CampaignView }) {
  const t = useT();
  const text = useText();
  const choice = useChoiceText();
  const { date } = useTimeFormat();
  return (
    <div className="cs-stack">
      <section className="cs-panel">
        <h2>{t('campaigns.quota')}</h2>
        <div className="cp-big tz-figures">
          {campaign.quota - campaign.quotaLeft}
          <small> / {campaign.quota}</small>
        </div>
        <Progress percent={(1 - campaign.quotaLeft / campaign.quota) * 100} showInfo={false} strokeColor="var(--tz-persimmon)" />
        <p className="cs-quiet cs-small">
          {t('campaigns.preview.each', { count: campaign.perBuyerMax })} · {date(campaign.startsAt)} – {date(campaign.endsAt)}
        </p>
      </section>
      <section className="cs-panel">
        <h2>{t('campaigns.skus')}</h2>
        <Link className="cs-with-thumb cp-product" to={`/products/${campaign.productId}`}>
          <Thumb picture={campaign.product.picture} />
          <strong className="tz-line-2">{text(campaign.product.title)}</strong>
        </Link>
        <ul className="cp-skus">
          {campaign.skus.map((sku) => (
            <li key={sku.skuId}>
              <span>{choice(sku.options) || text(campaign.product.title)}</span>
              <span className="tz-figures">
                <strong>{formatFen(sku.groupPriceFen)}</strong> <s className="tz-price-was">{formatFen(sku.shopPriceFen)}</s>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
