import type { PendingComment, SceneChannel, SceneState } from '@tuanzi/client';
import type { GroupBuyCard } from '@tuanzi/contract/group-buy';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import { useMe } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { Bubble, PendingBubble } from './Bubble.tsx';
import { CardBubble } from './CardBubble.tsx';
import chat from './chat.module.css';
import styles from './communities.module.css';
import { followsOn } from './grouping.ts';
import type { Comment } from './MessageSheet.tsx';
import { useUnreadStart } from './use-unread-start.ts';

type ChatLogProps = {
  scene: SceneState;
  channel: SceneChannel | null;
  sceneId: string;
  onGroupBuy: (groupBuy: GroupBuyCard, cardId: string) => void;
  unread: number | null;
  onComment: (comment: Comment) => void;
};
const pauseMs = 5 * 60_000;
/** Older ones are read before the reader has come to the very top. */
const nearTopPx = 80;

/** The conversation: it opens at the newest, reads older ones back, and does not run away from whoever reads. */
export function ChatLog({ scene, channel, sceneId, onGroupBuy, unread, onComment }: ChatLogProps) {
  const t = useT();
  const time = useTimeFormat();
  const { me } = useMe();
  const unreadFrom = useUnreadStart(scene, unread, me?.id ?? null);
  const { list, onScroll, isAway, toNewest, readOlder, isReading } = useScrolling(scene, channel);
  return (
    <div className={styles.logFrame}>
      <div ref={list} className={styles.log} onScroll={onScroll} role="log" aria-label={t('community.conversation')} data-testid="chat-log">
        {scene.hasOlder ? (
          <button type="button" className={styles.older} aria-busy={isReading} onClick={readOlder} data-testid="read-older">
            {isReading ? t('common.readingOn') : t('community.older')}
          </button>
        ) : (
          <p className={styles.system}>{t('community.beginning')}</p>
        )}
        {scene.entries.map((entry, index) => (
          <div key={entry.seq} className={styles.entry}>
            {needsTime(entry, scene.entries[index - 1]) ? (
              <time className={styles.when} dateTime={entry.at}>
                {time.date(entry.at)}
              </time>
            ) : null}
            {entry.seq === unreadFrom ? (
              <p className={chat.unread} data-testid="unread-marker">
                {t('chat.unreadFrom')}
              </p>
            ) : null}
            <Entry
              entry={entry}
              isFollowing={entry.seq !== unreadFrom && followsOn(entry, scene.entries[index - 1])}
              scene={scene}
              myId={me?.id ?? null}
              sceneId={sceneId}
              onGroupBuy={onGroupBuy}
              onComment={onComment}
            />
          </div>
        ))}
        {scene.pending.map((comment) => (
          <PendingBubble
            key={comment.clientId}
            comment={comment}
            me={me}
            onDismiss={() => channel?.dismiss(comment.clientId)}
            onRetry={() => sayAgain(channel, comment)}
          />
        ))}
      </div>
      {isAway ? (
        <button type="button" className={styles.toNewest} onClick={toNewest}>
          {t('live.newest')}
        </button>
      ) : null}
    </div>
  );
}

function useScrolling(scene: SceneState, channel: SceneChannel | null) {
  const list = useRef<HTMLDivElement>(null);
  const isAwayNow = useRef(false);
  const heightBefore = useRef<number | null>(null);
  const [isAway, setIsAway] = useState(false);
  const [isReading, setIsReading] = useState(false);
  const first = scene.entries[0]?.seq;
  useLayoutEffect(() => {
    const { current } = list;
    if (current === null) return;
    if (heightBefore.current !== null) {
      // Older ones were put above: what was being read stays where it was.
      current.scrollTop += current.scrollHeight - heightBefore.current;
      heightBefore.current = null;
    } else if (!isAwayNow.current) current.scrollTop = current.scrollHeight;
  }, [scene.head, scene.pending.length, first]);
  useEffect(() => {
    const { current } = list;
    if (current === null) return undefined;
    // The keyboard or a line above takes room from the log: its newest message stays in sight.
    const watcher = new ResizeObserver(() => {
      if (!isAwayNow.current) current.scrollTop = current.scrollHeight;
    });
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);
  const onScroll = () => {
    const { current } = list;
    if (current === null) return;
    isAwayNow.current = current.scrollHeight - current.scrollTop - current.clientHeight > 160;
    setIsAway(isAwayNow.current);
    if (current.scrollTop < nearTopPx && scene.hasOlder) readOlder();
  };
  const toNewest = () => list.current?.scrollTo({ top: list.current.scrollHeight, behavior: 'smooth' });
  const readOlder = () => {
    if (isReading || channel === null) return;
    setIsReading(true);
    heightBefore.current = list.current?.scrollHeight ?? null;
    void channel
      .readOlder()
      .catch(() => {
        heightBefore.current = null;
      })
      .finally(() => setIsReading(false));
  };
  return { list, onScroll, isAway, toNewest, readOlder, isReading };
}

/** A refused message is said once more as a new one; its refusal goes. */
function sayAgain(channel: SceneChannel | null, comment: PendingComment): void {
  channel?.dismiss(comment.clientId);
  void channel?.say(comment.text).catch(() => undefined);
}

function needsTime(entry: SceneEntry, before: SceneEntry | undefined): boolean {
  return before === undefined || Date.parse(entry.at) - Date.parse(before.at) > pauseMs;
}

type EntryProps = {
  entry: SceneEntry;
  isFollowing: boolean;
  onComment: ChatLogProps['onComment'];
  scene: SceneState;
  myId: string | null;
  sceneId: string;
  onGroupBuy: ChatLogProps['onGroupBuy'];
};

function Entry({ entry, isFollowing, scene, myId, sceneId, onGroupBuy, onComment }: EntryProps) {
  const t = useT();
  switch (entry.type) {
    case 'comment':
      return <Bubble entry={entry} isMine={entry.author.id === myId} isFollowing={isFollowing} onPress={() => onComment(entry)} />;
    case 'card.dropped': {
      // The bubble shows the card as it is now, not as it was when it was dropped.
      const now = scene.cards.find((card) => card.id === entry.cardId);
      return (
        <CardBubble
          author={entry.author}
          card={now ?? entry.card}
          isGone={now === undefined}
          isMine={entry.author.id === myId}
          sceneId={sceneId}
          onGroupBuy={onGroupBuy}
        />
      );
    }
    case 'announcement':
      return <p className={styles.system}>{t('community.announced', { name: entry.author.nickname })}</p>;
    case 'joined':
      return <p className={styles.system}>{t('community.joined', { name: entry.person.nickname })}</p>;
    case 'removed':
      return (
        <p className={styles.system} data-testid="removed-line">
          {t(entry.by === 'author' ? 'chat.takenBack' : 'chat.takenDown')}
        </p>
      );
    case 'left':
      return <p className={styles.system}>{t('community.leftLine', { name: entry.person.nickname })}</p>;
    case 'ticker':
      return <TickerLine entry={entry} />;
    default:
      return null;
  }
}

function TickerLine({ entry }: { entry: Extract<SceneEntry, { type: 'ticker' }> }) {
  const t = useT();
  const words = useWords();
  return <p className={styles.system}>{t(`live.ticker.${entry.what}`, { name: entry.person, title: words(entry.title) })}</p>;
}
