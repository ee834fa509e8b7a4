import { PlusOutlined } from '@ant-design/icons';
import type { SessionCard } from '@tuanzi/contract/live';
import { sessionStates } from './session-states.ts';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Segmented } from 'antd';
import { Link } from 'react-router';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { Page } from '../../layout/Page.tsx';
import { oneOf, useSearch } from '../../layout/use-search.ts';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { SessionStateTag } from './SessionStateTag.tsx';
import './live.css';

/** All sessions of the shop, each with the one thing to do next. */
export function SessionsPage() {
  const t = useT();
  const { shopId } = useSession();
  const mayPlan = useIsAtLeast('operator');
  const { read, write } = useSearch();
  const state = oneOf(sessionStates, read('state'));
  const pages = useApiPages(
    'GET /api/console/shops/{shopId}/sessions',
    { params: { shopId }, query: { limit: 24, ...(state !== undefined && { state }) } },
    { refetchEveryMs: 15_000 },
  );
  const plan = mayPlan ? (
    <Link to="/live/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="session-new">
        {t('live.new')}
      </Button>
    </Link>
  ) : undefined;
  return (
    <Page title={t('live.title')} subtitle={t('live.subtitle')} actions={plan}>
      <div className="lv-filter">
        <Segmented
          value={state ?? 'all'}
          onChange={(value) => write({ state: value === 'all' ? undefined : value })}
          options={[{ value: 'all', label: t('live.all') }, ...sessionStates.map((value) => ({ value, label: t(`live.state.${value}`) }))]}
        />
      </div>
      {pages.isError ? <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? (
        <div className="lv-cards" aria-busy="true">
          {Array.from({ length: 6 }, (_, index) => (
            <div key={index} className="lv-card">
              <Skeleton height="150px" />
              <Skeleton width="70%" height="18px" />
            </div>
          ))}
        </div>
      ) : null}
      {pages.data?.length === 0 ? (
        <div className="cs-panel">
          <Empty
            drawing="live"
            title={t(state === undefined ? 'live.empty' : 'live.emptyFilter')}
            words={t(state === undefined ? 'live.emptyWords' : 'live.emptyFilterWords')}
            next={plan}
          />
        </div>
      ) : null}
      <ul className="lv-cards">
        {pages.data?.map((session) => (
          <SessionTile key={session.id} session={session} />
        ))}
      </ul>
      {pages.data === undefined ? null : <LoadMore pages={pages} count={pages.data.length} />}
    </Page>
  );
}

function SessionTile({ session }: { session: SessionCard }) {
  const t = useT();
  const text = useText();
  const { date } = useTimeFormat();
  const { me } = useSession();
  const mayPlan = useIsAtLeast('operator');
  const mayModerate = useIsAtLeast('moderator') || session.host.id === me.id;
  const isOn = session.state === 'live' || session.state === 'interrupted';
  const isOver = session.state === 'ended' || session.state === 'cancelled';
  return (
    <li className="lv-card" data-testid={`session-${session.id}`}>
      <div className="lv-cover">
        <Picture src={session.cover?.url} alt="" ratio={3 / 4} colour={session.cover?.blur} radius="m" />
      </div>
      <div className="lv-facts">
        <p className="lv-line">
          <SessionStateTag state={session.state} />
          {session.hasReplay ? <span className="tz-chip">{t('live.replay')}</span> : null}
        </p>
        <h2 className="tz-line-2">{text(session.title)}</h2>
        <p className="cs-quiet tz-figures">{date(session.startsAt, 'full')}</p>
        <p className="cs-quiet tz-line-1">{t('live.host', { name: session.host.nickname })}</p>
        <p className="cs-quiet tz-figures">
          {isOn ? `${t('live.online', { count: session.online })} · ` : ''}
          {session.likes > 0 || isOn ? t('live.likes', { count: session.likes }) : ''}
        </p>
        <p className="lv-next">
          {isOver ? null : mayModerate ? (
            <Link to={`/live/${session.id}/studio`}>
              <Button type="primary" data-testid={`studio-${session.id}`}>
                {t('live.openStudio')}
              </Button>
            </Link>
          ) : null}
          {session.state === 'ended' ? (
            <Link to={`/live/${session.id}`}>
              <Button data-testid={`review-${session.id}`}>{t('live.review')}</Button>
            </Link>
          ) : null}
          {!isOver && mayPlan ? (
            <Link to={`/live/${session.id}/plan`}>
              <Button>{t('live.edit')}</Button>
            </Link>
          ) : null}
        </p>
      </div>
    </li>
  );
}
