import { PlusOutlined } from '@ant-design/icons';
import type { CommunityView } from '@tuanzi/contract/communities';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Badge, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { CommunityDialog } from './CommunityDialog.tsx';
import './communities.css';

/** All communities of the shop, with what was said last. */
export function CommunitiesPage() {
  const t = useT();
  const { shopId } = useSession();
  const mayChange = useIsAtLeast('operator');
  const [edited, setEdited] = useState<CommunityView | 'new' | null>(null);
  const pages = useApiPages(
    'GET /api/console/shops/{shopId}/communities',
    { params: { shopId }, query: { limit: 30 } },
    { refetchEveryMs: 15_000 },
  );
  const found = mayChange ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')} data-testid="community-new">
      {t('communities.new')}
    </Button>
  ) : undefined;
  return (
    <Page title={t('communities.title')} subtitle={t('communities.subtitle')} actions={found}>
      {pages.isError ? <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? (
        <div className="cm-cards" aria-busy="true">
          {Array.from({ length: 4 }, (_, index) => (
            <div key={index} className="cm-card">
              <Skeleton height="88px" />
              <Skeleton width="60%" height="18px" />
            </div>
          ))}
        </div>
      ) : null}
      {pages.data?.length === 0 ? (
        <div className="cs-panel">
          <Empty drawing="community" title={t('communities.empty')} words={t('communities.emptyWords')} next={found} />
        </div>
      ) : null}
      <ul className="cm-cards">
        {pages.data?.map((community) => (
          <Tile key={community.id} community={community} onEdit={mayChange ? () => setEdited(community) : null} />
        ))}
      </ul>
      {pages.data === undefined ? null : <LoadMore pages={pages} count={pages.data.length} />}
      <CommunityDialog shopId={shopId} edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function Tile({ community, onEdit }: { community: CommunityView; onEdit: (() => void) | null }) {
  const t = useT();
  const text = useText();
  const { relative } = useTimeFormat();
  return (
    <li className="cm-card" data-testid={`community-${community.id}`}>
      <Badge count={community.unread} overflowCount={99} title={t('communities.unread', { count: community.unread })}>
        <div className="cm-cover">
          <Picture src={community.cover?.url} alt="" colour={community.cover?.blur} radius="m" />
        </div>
      </Badge>
      <div>
        <h2 className="tz-line-1">
          <Link to={`/communities/${community.id}`}>{text(community.name)}</Link>
        </h2>
        <p className="cs-quiet tz-figures">
          {t('communities.members', { count: community.memberCount.toLocaleString(), capacity: community.capacity.toLocaleString() })} ·{' '}
          {t('communities.leader', { name: community.leader.nickname })}
        </p>
        <p className="cm-last tz-line-1">
          {community.lastEntry === null
            ? t('communities.quiet')
            : `${text(community.lastEntry.text)} · ${relative(community.lastEntry.at)}`}
        </p>
        <p className="cm-next">
          <Link to={`/communities/${community.id}`}>
            <Button type="primary" ghost data-testid={`community-open-${community.id}`}>
              {t('communities.open')}
            </Button>
          </Link>
          {onEdit === null ? null : <Button onClick={onEdit}>{t('communities.edit')}</Button>}
        </p>
      </div>
    </li>
  );
}
