import { BulbOutlined, CloseOutlined, NotificationOutlined, EditOutlined } from '@ant-design/icons';
import type { ApiReply } from '@tuanzi/client';
import { useApi, useScene } from '@tuanzi/client/react';
import { useCountdown, useNow, useTimeFormat } from '@tuanzi/ui/time.ts';
import { formatCountdown } from '@tuanzi/ui/time.ts';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { App, Button, Segmented, Tooltip } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { OfflineBar } from '../../../layout/OfflineBar.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { AnnounceModal } from '../../../scene/AnnounceModal.tsx';
import { Conversation } from '../../../scene/Conversation.tsx';
import { CardsPanel } from '../../../scene/CardsPanel.tsx';
import { SessionStateTag } from '../SessionStateTag.tsx';
import { useBroadcast } from '../use-broadcast.ts';
import { useCamera } from '../use-camera.ts';
import { CorrectModal } from './CorrectModal.tsx';
import { EndButton } from './EndButton.tsx';
import { PicturePanel } from './PicturePanel.tsx';
import { ShelfPanel } from './ShelfPanel.tsx';
import { StudioStrip } from './StudioStrip.tsx';

type StudioReply = ApiReply<'GET /api/studio/{sessionId}'>;
type Panel = 'comments' | 'shelf' | 'picture';

/** One live session under one's hands: what sells on the left, the picture in the middle, people on the right. */
export function Studio({
  studio,
  look,
  onLook,
  onChanged,
}: {
  studio: StudioReply;
  look: 'light' | 'dark';
  onLook: () => void;
  onChanged: () => void;
}) {
  const t = useT();
  const { session } = studio;
  const [panel, setPanel] = useState<Panel>('comments');
  const [isAnnouncing, setIsAnnouncing] = useState(false);
  const [isCorrecting, setIsCorrecting] = useState(false);
  const { scene, channel } = useScene(session.sceneId);
  const dashboard = useApi('GET /api/studio/{sessionId}/dashboard', { params: { sessionId: session.id } }, { refetchEveryMs: 5000 });
  const camera = useCamera();
  const broadcast = useBroadcast(session.id, camera.stream);
  const status = scene.status ?? session.state;
  // The state changes on the socket first; everything else of the session is read again then.
  const lastStatus = useRef(status);
  useEffect(() => {
    if (lastStatus.current !== status) onChanged();
    lastStatus.current = status;
  }, [status, onChanged]);
  const isLive = status === 'live' || status === 'interrupted';
  return (
    <div className="st" data-panel={panel} data-testid="studio" data-status={status}>
      <StudioTop
        session={session}
        status={status}
        look={look}
        onLook={onLook}
        isSending={broadcast.isSending}
        onAnnounce={() => setIsAnnouncing(true)}
        onCorrect={() => setIsCorrecting(true)}
        end={
          isLive ? (
            <EndButton
              sessionId={session.id}
              onEnded={() => {
                broadcast.stop();
                camera.close();
              }}
            />
          ) : null
        }
      />
      <OfflineBar />
      <StudioStrip
        dashboard={dashboard.data}
        online={scene.snapshot === null ? null : scene.online}
        likes={scene.snapshot === null ? null : scene.likes}
      />
      <div className="st-body">
        <section className="st-col st-left" aria-label={t('live.studio.shelf')}>
          <ShelfPanel
            session={session}
            pinnedId={scene.snapshot === null ? session.pinnedProductId : (scene.pinned?.id ?? null)}
            dashboard={dashboard.data}
            cards={scene.cards}
            onChanged={onChanged}
          />
          <CardsPanel sceneId={session.sceneId} shopId={session.shopId} shelf={session.shelf} cards={scene.cards} place="session" />
        </section>
        <section className="st-col st-mid" aria-label={t('live.studio.picture')}>
          <PicturePanel studio={studio} status={status} camera={camera} broadcast={broadcast} />
        </section>
        <section className="st-col st-right" aria-label={t('live.studio.comments')}>
          <Conversation scene={scene} channel={channel} />
        </section>
      </div>
      <nav className="st-tabs" aria-label={t('live.studio.panels')}>
        <Segmented<Panel>
          block
          size="large"
          value={panel}
          onChange={setPanel}
          options={[
            { value: 'comments', label: t('live.studio.comments') },
            { value: 'shelf', label: t('live.studio.shelf') },
            { value: 'picture', label: t('live.studio.health') },
          ]}
        />
      </nav>
      <AnnounceModal
        sceneId={session.sceneId}
        current={scene.announcement?.text ?? ''}
        isOpen={isAnnouncing}
        onClose={() => setIsAnnouncing(false)}
      />
      <CorrectModal sessionId={session.id} shelf={session.shelf} isOpen={isCorrecting} onClose={() => setIsCorrecting(false)} />
    </div>
  );
}

interface TopProps {
  readonly session: StudioReply['session'];
  readonly status: StudioReply['session']['state'];
  readonly look: 'light' | 'dark';
  readonly isSending: boolean;
  readonly end: React.ReactNode;
  readonly onLook: () => void;
  readonly onAnnounce: () => void;
  readonly onCorrect: () => void;
}

function StudioTop({ session, status, isSending, end, onLook, onAnnounce, onCorrect }: TopProps) {
  const t = useT();
  const text = useText();
  const go = useNavigate();
  const { modal } = App.useApp();
  const leave = () => {
    if (!isSending) return void go('/live');
    modal.confirm({ title: t('live.studio.leaveAsk'), okText: t('live.studio.leave'), onOk: () => void go('/live') });
  };
  return (
    <header className="st-top">
      <Button
        type="text"
        className="st-tap"
        icon={<CloseOutlined />}
        aria-label={t('live.studio.leave')}
        onClick={leave}
        data-testid="studio-leave"
      />
      <SessionStateTag state={status} />
      <h1 className="st-title tz-line-1">{text(session.title)}</h1>
      <span className="st-clock tz-figures">
        <Clock session={session} status={status} />
      </span>
      <span className="st-top-actions">
        <TopButton
          icon={<NotificationOutlined />}
          title={t('live.studio.announceTitle')}
          words={t('live.studio.announce')}
          onClick={onAnnounce}
          testId="announce"
        />
        <TopButton
          icon={<EditOutlined />}
          title={t('live.studio.correctTitle')}
          words={t('live.studio.correct')}
          onClick={onCorrect}
          testId="correct"
        />
        <Button type="text" className="st-tap st-look" icon={<BulbOutlined />} aria-label={t('live.studio.theme')} onClick={onLook} />
        {end}
      </span>
    </header>
  );
}

/** Before the start it counts down, afterwards up. */
function Clock({ session, status }: { session: StudioReply['session']; status: string }) {
  const t = useT();
  const { language } = useLanguage();
  const { date } = useTimeFormat();
  const now = useNow();
  const { isOver, words } = useCountdown(session.startsAt);
  if (session.startedAt !== null && status !== 'scheduled')
    return t('live.studio.elapsed', { clock: formatCountdown(Math.max(0, now - Date.parse(session.startedAt)), language) });
  return isOver ? t('live.studio.soon', { when: date(session.startsAt) }) : words;
}

/** A button of the bar that says in a word what its tip says in full. */
function TopButton({
  icon,
  title,
  words,
  onClick,
  testId,
}: {
  icon: ReactNode;
  title: string;
  words: string;
  onClick: () => void;
  testId: string;
}) {
  return (
    <Tooltip title={title}>
      <Button type="text" className="st-tap" icon={icon} aria-label={title} onClick={onClick} data-testid={testId}>
        <span className="st-words">{words}</span>
      </Button>
    </Tooltip>
  );
}
