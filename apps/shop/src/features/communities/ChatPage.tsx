import type { CommunityView } from '@tuanzi/contract/communities';
import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useApi, useClient, useScene } from '@tuanzi/client/react';
import { EllipsisVertical, Megaphone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useMe } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { GroupBuySheet, type GroupBuyDoor } from '../teams/GroupBuySheet.tsx';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatLog } from './ChatLog.tsx';
import chat from './chat.module.css';
import styles from './communities.module.css';
import { LinkLine } from './LinkLine.tsx';
import { type Comment, MessageSheet } from './MessageSheet.tsx';

export function ChatPage() {
  const { communityId = '' } = useParams();
  const t = useT();
  const words = useWords();
  // How much is unread must be counted for this visit, not remembered from the last.
  const community = useApi('GET /api/communities/{communityId}', { params: { communityId } }, { staleMs: 0 });
  const { data } = community;
  const more = (
    <Link
      to={`/communities/${communityId}`}
      className={styles.iconButton}
      aria-label={t('community.home')}
      data-testid="community-home-link"
    >
      <EllipsisVertical size={20} strokeWidth={1.75} aria-hidden="true" />
    </Link>
  );
  return (
    <div className={styles.chat} data-testid="chat">
      <PageBar
        title={
          data === undefined ? (
            ''
          ) : (
            <>
              {words(data.name)} <span className={styles.chatCount}>({data.memberCount})</span>
            </>
          )
        }
        right={more}
      />
      {data !== undefined ? (
        <Chat key={data.id} community={data} unread={community.isFetchedAfterMount ? data.unread : null} />
      ) : community.isError ? (
        <ProblemNote problem={community.error} onRetry={() => void community.refetch()} />
      ) : (
        <RowsSkeleton />
      )}
    </div>
  );
}

function Chat({ community, unread }: { community: CommunityView; unread: number | null }) {
  const t = useT();
  const { me } = useMe();
  const [pressed, setPressed] = useState<Comment | null>(null);
  const { scene, channel } = useScene(community.sceneId);
  const [door, setDoor] = useState<GroupBuyDoor | null>(null);
  // Anybody may look into a group; its members and whoever keeps it speak.
  const mayTalk = community.isMember || scene.me?.role === 'host';
  useReading(community.id, community.isMember ? scene.head : 0);
  if (scene.problem !== null && scene.snapshot === null) return <ProblemNote problem={scene.problem} />;
  const role = scene.me?.role ?? community.myRole ?? 'member';
  const isKeeper = role === 'leader' || role === 'host';
  return (
    <>
      <Announcement text={scene.announcement?.text ?? ''} />
      <LinkLine link={scene.link} />
      {scene.snapshot === null ? (
        <RowsSkeleton />
      ) : (
        <ChatLog
          scene={scene}
          channel={channel}
          sceneId={community.sceneId}
          unread={unread}
          onComment={setPressed}
          onGroupBuy={(groupBuy, cardId) => {
            channel?.tap({ cardId });
            setDoor({ groupBuy, cardId, sceneId: community.sceneId });
          }}
        />
      )}
      {mayTalk ? (
        <ChatComposer channel={channel} scene={scene} sceneId={community.sceneId} shopId={community.shopId} isLeader={isKeeper} />
      ) : (
        <div className={chat.joinBar}>
          <Link className="tz-button" data-tone="primary" data-wide to={`/communities/${community.id}`} data-testid="join-to-talk">
            {t('community.joinToTalk')}
          </Link>
        </div>
      )}
      <MessageSheet
        comment={pressed}
        onClose={() => setPressed(null)}
        communityId={community.id}
        sceneId={community.sceneId}
        myId={me?.id ?? null}
        isKeeper={isKeeper}
      />
      <GroupBuySheet door={door} onClose={() => setDoor(null)} />
    </>
  );
}

/** Tells the server how far I have read, a moment after it came, and only while I can see it. */
function useReading(communityId: string, head: number): void {
  const { api } = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    if (head === 0) return undefined;
    const read = setTimeout(() => {
      if (document.visibilityState === 'hidden') return;
      void api('POST /api/communities/{communityId}/read', { params: { communityId }, body: { seq: head } })
        .then(() => queries.invalidateQueries({ queryKey: apiKey('GET /api/communities') }))
        // The next message or the next visit says it again.
        .catch(() => undefined);
    }, 800);
    return () => clearTimeout(read);
  }, [api, queries, communityId, head]);
}

function Announcement({ text }: { text: string }) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  if (text === '') return null;
  return (
    <>
      <button type="button" className={styles.announcement} onClick={() => setIsOpen(true)} data-testid="announcement">
        <Megaphone size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="tz-line-1">{text}</span>
      </button>
      <Sheet isOpen={isOpen} onClose={() => setIsOpen(false)} title={t('community.announcement')}>
        <p className={styles.rules}>{text}</p>
      </Sheet>
    </>
  );
}
