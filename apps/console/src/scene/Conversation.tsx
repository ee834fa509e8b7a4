import { ArrowDownOutlined, NotificationOutlined, SendOutlined } from '@ant-design/icons';
import type { SceneChannel, SceneState } from '@tuanzi/client';
import type { SceneEntry } from '@tuanzi/contract/scenes';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { App, Button, Input } from 'antd';
import { useLayoutEffect, useRef, useState } from 'react';
import { sentenceOf } from '../client.ts';
import { useT } from '../messages.ts';
import { EntryRow } from './EntryRow.tsx';
import { PendingRow } from './PendingRow.tsx';
import './scene.css';

/** So near to the end counts as being there. */
const nearEndPx = 60;

/** What is said in a scene, newest below. It follows the newest only while one is at the end, so nothing moves under a finger. */
export function Conversation({ scene, channel }: { scene: SceneState; channel: SceneChannel | null }) {
  const t = useT();
  const list = useRef<HTMLUListElement>(null);
  const isAtEnd = useRef(true);
  const [seenHead, setSeenHead] = useState(0);
  const [isReadingBack, setIsReadingBack] = useState(false);
  const lastSeq = scene.entries.at(-1)?.seq ?? 0;
  const firstSeq = scene.entries[0]?.seq ?? 0;
  const heightBefore = useRef(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    if (isAtEnd.current) {
      element.scrollTop = element.scrollHeight;
      setSeenHead(lastSeq);
    }
  }, [lastSeq, scene.pending.length]);
  // Older entries come in above: what one was reading stays where it was.
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    if (!isAtEnd.current) element.scrollTop += element.scrollHeight - heightBefore.current;
    heightBefore.current = element.scrollHeight;
  }, [firstSeq]);
  const onScroll = () => {
    const element = list.current;
    if (element === null) return;
    heightBefore.current = element.scrollHeight;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    if (isAtEnd.current && seenHead !== lastSeq) setSeenHead(lastSeq);
  };
  const toEnd = () => {
    isAtEnd.current = true;
    setSeenHead(lastSeq);
    list.current?.scrollTo({ top: list.current.scrollHeight, behavior: 'smooth' });
  };
  const readBack = async () => {
    setIsReadingBack(true);
    heightBefore.current = list.current?.scrollHeight ?? 0;
    isAtEnd.current = false;
    await channel?.readOlder().finally(() => setIsReadingBack(false));
  };
  const unseen = scene.entries.filter((entry) => entry.seq > seenHead).length;
  return (
    <section className="sc" data-testid="conversation">
      {scene.announcement === null ? null : (
        <p className="sc-announcement" role="note">
          <NotificationOutlined aria-hidden /> <span>{scene.announcement.text}</span>
        </p>
      )}
      <LinkWords scene={scene} />
      <ul className="sc-list" ref={list} onScroll={onScroll} aria-live="polite">
        {scene.hasOlder ? (
          <li className="sc-older">
            <Button type="text" size="small" loading={isReadingBack} onClick={() => void readBack()}>
              {t('live.studio.older')}
            </Button>
          </li>
        ) : null}
        {scene.snapshot !== null && scene.entries.length === 0 && scene.pending.length === 0 ? (
          <li>
            <Empty drawing="messages" title={t('live.studio.noComments')} words={t('live.studio.noCommentsWords')} />
          </li>
        ) : null}
        {scene.entries.map((entry: SceneEntry) => (
          <EntryRow
            key={entry.seq}
            entry={entry}
            sceneId={channel?.sceneId ?? ''}
            myId={scene.me?.accountId ?? null}
            mayModerate={scene.me !== null && ['host', 'moderator', 'leader'].includes(scene.me.role)}
          />
        ))}
        {scene.pending.map((comment) => (
          <PendingRow key={comment.clientId} comment={comment} channel={channel} />
        ))}
      </ul>
      {unseen > 0 ? (
        <Button className="sc-newest" size="small" shape="round" icon={<ArrowDownOutlined />} onClick={toEnd}>
          {t('live.studio.newest', { count: unseen })}
        </Button>
      ) : null}
      <Composer
        channel={channel}
        canSay={scene.me?.canComment !== false}
        onSaid={() => {
          isAtEnd.current = true;
        }}
      />
    </section>
  );
}

function LinkWords({ scene }: { scene: SceneState }) {
  const t = useT();
  if (scene.link === 'refused')
    return (
      <p className="sc-link" role="status">
        {scene.problem?.title ?? t('live.studio.link.refused')}
      </p>
    );
  if (scene.link === 'waiting' || scene.link === 'polling')
    return (
      <p className="sc-link" role="status">
        {t(`live.studio.link.${scene.link}`)}
      </p>
    );
  if (scene.skipped > 0)
    return (
      <p className="sc-link" role="status">
        {t('live.studio.skipped', { count: scene.skipped })}
      </p>
    );
  return null;
}

function Composer({ channel, canSay, onSaid }: { channel: SceneChannel | null; canSay: boolean; onSaid: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const send = () => {
    const words = text.trim();
    if (words === '' || channel === null) return;
    setText('');
    onSaid();
    channel.say(words).catch((error: unknown) => void message.error(sentenceOf(error)));
  };
  return (
    <form
      className="sc-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Input
        size="large"
        value={text}
        maxLength={200}
        disabled={!canSay || channel === null}
        placeholder={t('live.studio.say')}
        aria-label={t('live.studio.say')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
        enterKeyHint="send"
        data-testid="say"
      />
      <Button
        size="large"
        type="primary"
        htmlType="submit"
        shape="circle"
        icon={<SendOutlined />}
        disabled={text.trim() === ''}
        aria-label={t('live.studio.send')}
        data-testid="send"
      />
    </form>
  );
}
