import { ArrowLeftOutlined, NotificationOutlined } from '@ant-design/icons';
import { useApi, useCommand, useScene } from '@tuanzi/client/react';
import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { AnnounceModal } from '../../scene/AnnounceModal.tsx';
import { CardsPanel } from '../../scene/CardsPanel.tsx';
import { Conversation } from '../../scene/Conversation.tsx';
import { Members } from './Members.tsx';
import '../live/live.css';
import './communities.css';

type Panel = 'chat' | 'cards' | 'people' | 'about';
const readAfterMs = 1500;

/** The leader's place: talk, announce, drop cards, look after people. One panel at a time on a phone. */
export function CommunityPage() {
  const t = useT();
  const text = useText();
  const { communityId = '' } = useParams();
  const [panel, setPanel] = useState<Panel>('chat');
  const [isAnnouncing, setIsAnnouncing] = useState(false);
  const community = useApi('GET /api/communities/{communityId}', { params: { communityId } }, { staleMs: 30_000 });
  const { scene, channel } = useScene(community.data?.sceneId ?? null);
  useMarkRead(communityId, community.data?.isMember === true ? scene.head : 0);
  if (community.isError) return <ProblemPage problem={community.error} onRetry={() => void community.refetch()} />;
  if (community.isPending) return <PageSkeleton />;
  const { name, sceneId, shopId, memberCount, capacity, rules, intro } = community.data;
  const side = panel === 'chat' ? 'cards' : panel;
  return (
    <main className="cm" data-panel={panel} data-testid="community">
      <header className="cm-top">
        <Link to="/communities" aria-label={t('communities.page.back')}>
          <Button type="text" icon={<ArrowLeftOutlined />} tabIndex={-1} />
        </Link>
        <div>
          <h1 className="tz-line-1">{text(name)}</h1>
          <p className="cs-quiet tz-figures">
            {t('communities.members', { count: memberCount.toLocaleString(), capacity: capacity.toLocaleString() })}
          </p>
        </div>
        <Button icon={<NotificationOutlined />} onClick={() => setIsAnnouncing(true)} data-testid="announce">
          {t('communities.page.announce')}
        </Button>
      </header>
      <nav className="cm-tabs" aria-label={t('communities.page.panels')}>
        <Segmented<Panel>
          block
          value={panel}
          onChange={setPanel}
          options={(['chat', 'cards', 'people', 'about'] as const).map((value) => ({ value, label: t(`communities.page.${value}`) }))}
        />
      </nav>
      <section className="cm-chat">
        <Conversation scene={scene} channel={channel} />
      </section>
      <section className="cm-side">
        <div className="cm-side-tabs">
          <Segmented<Panel>
            block
            value={side}
            onChange={setPanel}
            options={(['cards', 'people', 'about'] as const).map((value) => ({ value, label: t(`communities.page.${value}`) }))}
          />
        </div>
        {side === 'cards' ? <CardsPanel sceneId={sceneId} shopId={shopId} cards={scene.cards} place="community" /> : null}
        {side === 'people' ? <Members communityId={communityId} sceneId={sceneId} /> : null}
        {side === 'about' ? (
          <div className="cm-about">
            {intro === null ? null : <p>{text(intro)}</p>}
            <h2>{t('communities.page.rules')}</h2>
            <p className="cs-quiet">{rules === null ? t('communities.page.noRules') : text(rules)}</p>
          </div>
        ) : null}
      </section>
      <AnnounceModal
        sceneId={sceneId}
        current={scene.announcement?.text ?? ''}
        isOpen={isAnnouncing}
        onClose={() => setIsAnnouncing(false)}
      />
    </main>
  );
}

/** What is on screen for a moment counts as read. */
function useMarkRead(communityId: string, head: number): void {
  const { mutate } = useCommand('POST /api/communities/{communityId}/read', {
    invalidates: ['GET /api/console/shops/{shopId}/communities'],
  });
  const marked = useRef(0);
  useEffect(() => {
    if (head <= marked.current) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState !== 'visible') return;
      marked.current = head;
      mutate({ params: { communityId }, body: { seq: head } });
    }, readAfterMs);
    return () => clearTimeout(timer);
  }, [communityId, head, mutate]);
}
