import type { TeamView } from '@tuanzi/contract/group-buy';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useClockOffset, useMe } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './teams.module.css';

export function MyTeamsPage() {
  const t = useT();
  const words = useWords();
  const { me, isKnown, problem, retry } = useMe();
  const teams = useApiPages('GET /api/me/teams', {}, { isEnabled: me !== null });
  const isNone = (isKnown && me === null) || teams.data?.length === 0;
  return (
    <>
      <PageBar title={t('team.mineTitle')} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : isNone ? (
        <Empty
          drawing="community"
          title={t('team.noneTitle')}
          words={t('team.noneWords')}
          next={
            <Link to="/" className="tz-button" data-tone="primary">
              {t('team.lookAround')}
            </Link>
          }
        />
      ) : teams.isError ? (
        <ProblemNote problem={teams.error} onRetry={() => void teams.refetch()} />
      ) : teams.data === undefined ? (
        <RowsSkeleton />
      ) : (
        <div className={`${styles.myTeams} sh-list`}>
          {teams.data.map(({ team, campaign, orderId }) => (
            <Link key={orderId} to={`/teams/${team.id}`} className={styles.myTeam}>
              <span className={styles.groupPicture}>
                <Picture src={campaign.product.picture?.url} colour={campaign.product.picture?.blur} alt="" radius="m" />
              </span>
              <span className={styles.groupFacts}>
                <span className="tz-line-1">{words(campaign.product.title)}</span>
                <Price fen={campaign.lowestPriceFen} />
                <StateWords team={team} />
              </span>
            </Link>
          ))}
        </div>
      )}
      <ListEnd pages={teams} />
    </>
  );
}

function StateWords({ team }: { team: TeamView }) {
  const t = useT();
  const countdown = useCountdown(team.endsAt, useClockOffset());
  if (team.state === 'completed')
    return (
      <span className="tz-chip" data-tone="leaf">
        {t('team.stateDone')}
      </span>
    );
  if (team.state === 'failed') return <span className="tz-chip">{t('team.stateFailed')}</span>;
  return (
    <span className="tz-chip tz-figures" data-tone="honey">
      {t('team.short', { count: team.size - team.paidCount })} · {countdown.words}
    </span>
  );
}
