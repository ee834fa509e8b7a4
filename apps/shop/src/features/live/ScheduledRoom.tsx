import type { SessionView } from '@tuanzi/contract/live';
import type { SceneState } from '@tuanzi/client';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useCountdown, useTimeFormat } from '@tuanzi/ui/time.ts';
import { Share2, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { BackButton } from '../../shell/PageBar.tsx';
import { useClockOffset } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { BuySheet, type BuyWish } from '../products/BuySheet.tsx';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import styles from './live.module.css';
import { SellerSheet } from './SellerSheet.tsx';
import { ShelfSheet } from './ShelfSheet.tsx';

/** Before the show: when, who, what. The page turns into the room when the host goes on air. */
export function ScheduledRoom({ session, scene }: { session: SessionView; scene: SceneState }) {
  const t = useT();
  const words = useWords();
  const time = useTimeFormat();
  const countdown = useCountdown(session.startsAt, useClockOffset());
  const [wish, setWish] = useState<BuyWish | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);
  const [open, setOpen] = useState<'shelf' | 'seller' | null>(null);
  const { cover, host } = session;
  return (
    <div className={styles.room} data-testid="scheduled-room" data-link={scene.link}>
      <span
        className={styles.coverSharp}
        style={{ backgroundColor: cover?.blur, ...(cover !== null && { backgroundImage: `url(${cover.url})` }) }}
        aria-hidden="true"
      />
      <div className={styles.plainBar}>
        <BackButton />
      </div>
      <div className={styles.coming}>
        <p className={styles.comingWhen}>{time.date(session.startsAt, 'full')}</p>
        <h1 className={styles.comingTitle}>{words(session.title)}</h1>
        <p className={styles.comingHost}>
          <Avatar id={host.id} nickname={host.nickname} pictureUrl={host.avatarUrl ?? undefined} sizePx={32} />
          {host.nickname} · {words(session.shopName)}
        </p>
        {session.intro === null ? null : <p className={styles.comingIntro}>{words(session.intro)}</p>}
        <p className={`${styles.comingClock} tz-figures`} role="timer" data-testid="countdown">
          {countdown.isOver ? t('live.anyMoment') : countdown.clock}
        </p>
        <p className={styles.comingNote}>{countdown.isOver ? t('live.anyMomentWords') : t('live.untilStart')}</p>
        <div className={styles.comingButtons}>
          <button
            type="button"
            className="tz-button"
            data-tone="primary"
            onClick={() => setShared({ kind: 'session', id: session.id, text: words(session.title), sceneId: session.sceneId })}
            data-testid="share"
          >
            <Share2 size={18} strokeWidth={1.75} aria-hidden="true" />
            {t('live.tellFriends')}
          </button>
          <button type="button" className={`tz-button ${styles.onVideo}`} onClick={() => setOpen('shelf')}>
            <ShoppingBag size={18} strokeWidth={1.75} aria-hidden="true" />
            {t('live.preview', { count: session.shelf.length })}
          </button>
        </div>
        <p className={styles.comingLinks}>
          <button type="button" onClick={() => setOpen('seller')} data-testid="seller-button">
            {t('seller.short')}
          </button>
          {session.communityId === null ? null : (
            <Link to={`/communities/${session.communityId}?from=${session.sceneId}`}>{t('live.joinGroup')}</Link>
          )}
        </p>
      </div>
      <ShelfSheet
        session={session}
        pinnedId={null}
        isOpen={open === 'shelf'}
        onClose={() => setOpen(null)}
        onBuy={(product) => {
          setOpen(null);
          setWish({ productId: product.id, sceneId: session.sceneId });
        }}
      />
      <SellerSheet session={session} isOpen={open === 'seller'} onClose={() => setOpen(null)} />
      <BuySheet wish={wish} onClose={() => setWish(null)} />
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
    </div>
  );
}
