import { PlusOutlined } from '@ant-design/icons';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Button, Tabs, Tag } from 'antd';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CampaignsTable } from './CampaignsTable.tsx';
import './campaigns.css';

const states = ['running', 'draft', 'ended'] as const;

const soonMs = 3 * 3_600_000;
const minuteMs = 60_000;
/** Up to when a team may need a word, in whole minutes: what asks anew each moment is never answered. */
const soon = () => new Date(Math.ceil((Date.now() + soonMs) / minuteMs) * minuteMs).toISOString();

export function CampaignsPage() {
  const t = useT();
  const { shopId } = useSession();
  const mayPlan = useIsAtLeast('operator');
  const { read, write } = useSearch();
  const state = oneOf(states, read('state'));
  const isEnding = read('need') === 'ending';
  const campaigns = useApiPages(
    'GET /api/console/shops/{shopId}/group-buys',
    { params: { shopId }, query: { ...(state !== undefined && { state }), ...(isEnding && { teamsEndBefore: soon() }) } },
    { refetchEveryMs: 15_000 },
  );
  const items = campaigns.data ?? [];
  const create = mayPlan ? (
    <Link to="/campaigns/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="new-campaign">
        {t('campaigns.create')}
      </Button>
    </Link>
  ) : undefined;
  return (
    <Page title={t('nav.campaigns')} subtitle={t('campaigns.words')} actions={create}>
      <section className="cs-panel">
        <Tabs
          activeKey={state ?? 'all'}
          onChange={(key) => write({ state: key === 'all' ? undefined : key, need: undefined })}
          items={[{ key: 'all', label: t('campaigns.all') }, ...states.map((key) => ({ key, label: t(`campaigns.states.${key}`) }))]}
        />
        {isEnding ? (
          <div className="cs-filters">
            <Tag closable onClose={() => write({ need: undefined })}>
              {t('today.teamsExpiring')} · {t('today.teamsWords')}
            </Tag>
          </div>
        ) : null}
        {campaigns.isError ? <ListProblem problem={campaigns.error} onRetry={() => void campaigns.refetch()} /> : null}
        {campaigns.isPending ? <TableSkeleton /> : null}
        {campaigns.isSuccess && items.length === 0 ? (
          state === undefined && !isEnding ? (
            <Empty drawing="community" title={t('campaigns.none')} words={t('campaigns.noneWords')} next={create} />
          ) : (
            <Empty
              drawing="search"
              title={t('campaigns.noneFound')}
              next={<Button onClick={() => write({ state: undefined, need: undefined })}>{t('campaigns.all')}</Button>}
            />
          )
        ) : null}
        {items.length > 0 ? <CampaignsTable campaigns={items} /> : null}
        <LoadMore pages={campaigns} count={items.length} />
      </section>
    </Page>
  );
}
