import type { CommunityCard } from '@tuanzi/contract/communities';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useWords } from '../../shell/use-words.ts';
import styles from './communities.module.css';

export function CommunitiesPage() {
  const t = useT();
  const communities = useApiPages('GET /api/communities', { query: { limit: 30 } }, { refetchEveryMs: 20_000 });
  const mine = communities.data?.filter((community) => community.isMember) ?? [];
  const others = communities.data?.filter((community) => !community.isMember) ?? [];
  return (
    <>
      <header className={styles.bar}>
        <h1>{t('community.title')}</h1>
      </header>
      {communities.data === undefined ? (
        communities.isError ? (
          <ProblemNote problem={communities.error} onRetry={() => void communities.refetch()} />
        ) : (
          <RowsSkeleton />
        )
      ) : communities.data.length === 0 ? (
        <Empty
          drawing="community"
          title={t('community.noneTitle')}
          words={t('community.noneWords')}
          next={
            <Link to="/live" className="tz-button" data-tone="primary">
              {t('home.seeLive')}
            </Link>
          }
        />
      ) : (
        <div className={styles.lists}>
          {mine.length === 0 ? null : (
            <section aria-label={t('community.mine')}>
              <div className="sh-list">
                {mine.map((community) => (
                  <Row key={community.id} community={community} />
                ))}
              </div>
            </section>
          )}
          {others.length === 0 ? null : (
            <section>
              <h2 className={styles.subheading}>{t('community.open')}</h2>
              <div className="sh-list">
                {others.map((community) => (
                  <Row key={community.id} community={community} />
                ))}
              </div>
            </section>
          )}
        </div>
      )}
      <ListEnd pages={communities} />
    </>
  );
}

function Row({ community }: { community: CommunityCard }) {
  const t = useT();
  const words = useWords();
  const time = useTimeFormat();
  const { lastEntry } = community;
  return (
    <Link
      to={community.isMember ? `/communities/${community.id}/chat` : `/communities/${community.id}`}
      className={styles.row}
      data-testid="community-row"
    >
      <span className={styles.rowPicture}>
        <Picture src={community.cover?.url} colour={community.cover?.blur} alt="" radius="m" />
      </span>
      <span className={styles.rowWords}>
        <span className={styles.rowTop}>
          <span className={`${styles.rowName} tz-line-1`}>{words(community.name)}</span>
          {community.isMember && lastEntry !== null ? (
            <time className="sh-faint" dateTime={lastEntry.at}>
              {time.relative(lastEntry.at)}
            </time>
          ) : null}
        </span>
        <span className={styles.rowTop}>
          <span className="sh-faint tz-line-1">
            {community.isMember
              ? lastEntry === null
                ? t('community.quiet')
                : words(lastEntry.text)
              : [t('community.members', { count: community.memberCount }), community.intro && words(community.intro)]
                  .filter(Boolean)
                  .join(' · ')}
          </span>
          {community.isMember && community.unread > 0 ? (
            <span className={styles.unread} aria-label={t('tab.unread', { count: community.unread })}>
              {community.unread > 99 ? '99+' : community.unread}
            </span>
          ) : null}
        </span>
      </span>
    </Link>
  );
}
