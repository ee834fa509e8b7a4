import type { CommunityView } from '@tuanzi/contract/communities';
import { useApi, useApiPages, useCommand } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { followedLink } from '../../shell/trace.ts';
import { useWords } from '../../shell/use-words.ts';
import { columnSizes } from '../../shell/picture-sizes.ts';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import styles from './communities.module.css';
import { GroupPlays } from './GroupPlays.tsx';

export function CommunityPage() {
  const t = useT();
  const { communityId = '' } = useParams();
  const community = useApi('GET /api/communities/{communityId}', { params: { communityId } });
  const [shared, setShared] = useState<Shared | null>(null);
  const words = useWords();
  const { data } = community;
  const share =
    data === undefined ? undefined : (
      <button
        type="button"
        className={styles.iconButton}
        aria-label={t('share.title')}
        onClick={() => setShared({ kind: 'community', id: data.id, text: words(data.name) })}
        data-testid="share"
      >
        <Share2 size={20} strokeWidth={1.75} aria-hidden="true" />
      </button>
    );
  return (
    <>
      <PageBar title={t('community.home')} right={share} />
      {data !== undefined ? (
        <Community community={data} />
      ) : community.isError ? (
        <ProblemNote problem={community.error} onRetry={() => void community.refetch()} />
      ) : (
        <PageSkeleton />
      )}
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
    </>
  );
}

function Community({ community }: { community: CommunityView }) {
  const t = useT();
  const words = useWords();
  const { join, leave, isJoining } = useJoining(community);
  const navigate = useNavigate();
  const isFull = community.memberCount >= community.capacity;
  return (
    <div className={`${styles.home} sh-with-foot`} data-testid="community-home">
      <section className={styles.homeHead}>
        <span className={styles.homePicture}>
          <Picture src={community.cover?.url} colour={community.cover?.blur} alt="" radius="l" isFirst sizes={columnSizes} />
        </span>
        <h2>{words(community.name)}</h2>
        <p className="sh-faint">
          {t('community.members', { count: community.memberCount })} · {t('community.ledBy', { name: community.leader.nickname })}
        </p>
        {community.intro === null ? null : <p className={styles.intro}>{words(community.intro)}</p>}
      </section>
      {community.rules === null ? null : (
        <section className={styles.panel}>
          <h3>{t('community.rules')}</h3>
          <p className={styles.rules}>{words(community.rules)}</p>
        </section>
      )}
      <GroupPlays sceneId={community.sceneId} />
      <Members communityId={community.id} count={community.memberCount} />
      {community.isMember && community.myRole !== 'leader' ? (
        <button type="button" className="tz-button" data-tone="quiet" onClick={() => void leave()} data-testid="leave-community">
          {t('community.leave')}
        </button>
      ) : null}
      <div className="sh-foot">
        {community.isMember ? (
          <button
            type="button"
            className="tz-button"
            data-tone="primary"
            data-wide
            onClick={() => void navigate(`/communities/${community.id}/chat`)}
            data-testid="enter-community"
          >
            {t('community.enter')}
          </button>
        ) : (
          <>
            <Link className="tz-button" data-tone="soft" data-wide to={`/communities/${community.id}/chat`} data-testid="look-around">
              {t('community.look')}
            </Link>
            <button
              type="button"
              className="tz-button"
              data-tone="primary"
              data-wide
              disabled={isFull}
              aria-busy={isJoining}
              onClick={() => void join()}
              data-testid="join-community"
            >
              <span className="tz-button-words">{isFull ? t('community.full') : t('community.join')}</span>
            </button>
          </>
        )}
      </div>
    </div>
  );
}

function useJoining(community: CommunityView) {
  const t = useT();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const { withAccount } = usePhoneGate();
  const changed = [
    'GET /api/communities',
    'GET /api/communities/{communityId}',
    'GET /api/home',
    'GET /api/communities/{communityId}/members',
  ] as const;
  const command = useCommand('POST /api/communities/{communityId}/join', { invalidates: changed });
  const leaving = useCommand('POST /api/communities/{communityId}/leave', { invalidates: changed });
  const params = { communityId: community.id };
  const join = async () => {
    const fromSceneId = query.get('from');
    const linkCode = followedLink()?.code;
    try {
      const joined = await withAccount(() =>
        command.mutateAsync({
          params,
          body: { ...(fromSceneId !== null && { fromSceneId }), ...(linkCode !== undefined && { linkCode }) },
        }),
      );
      if (joined !== undefined) void navigate(`/communities/${community.id}/chat`, { replace: true });
    } catch (error) {
      notifyProblem(error);
    }
  };
  const leave = async () => {
    if (
      !(await ask({
        title: t('community.leaveTitle'),
        words: t('community.leaveWords'),
        yes: t('community.leave'),
        no: t('common.cancel'),
      }))
    )
      return;
    leaving.mutate({ params }, { onSuccess: () => notify(t('community.left')), onError: notifyProblem });
  };
  return { join, leave, isJoining: command.isPending };
}

function Members({ communityId, count }: { communityId: string; count: number }) {
  const t = useT();
  const members = useApiPages('GET /api/communities/{communityId}/members', { params: { communityId }, query: { limit: 24 } });
  if (members.data === undefined || members.data.length === 0) return null;
  return (
    <section className={styles.panel}>
      <h3>{t('community.membersTitle', { count })}</h3>
      <ul className={styles.members} data-testid="members">
        {members.data.map((member) => (
          <li key={member.id}>
            <Avatar id={member.id} nickname={member.nickname} pictureUrl={member.avatarUrl ?? undefined} sizePx={44} />
            <span className="sh-faint tz-line-1">{member.nickname}</span>
            {member.role === 'leader' ? <span className={styles.leaderMark}>{t('community.leader')}</span> : null}
          </li>
        ))}
      </ul>
      {members.hasNextPage ? (
        <button type="button" className="tz-button" data-size="s" onClick={() => void members.fetchNextPage()}>
          {t('community.moreMembers')}
        </button>
      ) : null}
    </section>
  );
}
