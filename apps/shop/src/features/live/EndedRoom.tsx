import type { SessionView } from '@tuanzi/contract/live';
import { useApi } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { useWords } from '../../shell/use-words.ts';
import { SellerFacts } from '../home/SellerFacts.tsx';
import { BuySheet, type BuyWish } from '../products/BuySheet.tsx';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import { closeDock } from './live-dock.ts';
import styles from './live.module.css';
import { Replay } from './Replay.tsx';
import { ShelfList } from './ShelfSheet.tsx';

/** After the show: the replay with a chapter for every product, and everything still to be bought. */
export function EndedRoom({ session }: { session: SessionView }) {
  const t = useT();
  const words = useWords();
  const [wish, setWish] = useState<BuyWish | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);
  const replay = useApi('GET /api/sessions/{sessionId}/replay', { params: { sessionId: session.id } }, { isEnabled: session.hasReplay });
  useEffect(() => closeDock(), []);
  const buy = (productId: string) => setWish({ productId, sceneId: session.sceneId });
  return (
    <div className={styles.ended} data-testid="ended-room">
      <PageBar
        title={words(session.title)}
        right={
          <button
            type="button"
            className={styles.roundPaper}
            aria-label={t('share.title')}
            onClick={() => setShared({ kind: 'session', id: session.id, text: words(session.title) })}
          >
            <Share2 size={20} strokeWidth={1.75} aria-hidden="true" />
          </button>
        }
      />
      {replay.data !== undefined ? (
        <Replay recordings={replay.data.recordings} chapters={replay.data.chapters} cover={session.cover} onBuy={buy} />
      ) : session.hasReplay && !replay.isError ? (
        <div className={styles.replayFrame} aria-busy="true" />
      ) : (
        <Empty
          drawing="live"
          title={t('live.endedTitle')}
          words={t('live.endedWords', { name: session.host.nickname })}
          next={
            <Link to="/live" className="tz-button" data-tone="soft">
              {t('live.toProgramme')}
            </Link>
          }
        />
      )}
      {session.shelf.length === 0 ? null : (
        <section className="sh-section">
          <div className="sh-heading">
            <h2>{t('live.fromShow')}</h2>
          </div>
          <ShelfList products={session.shelf} pinnedId={null} sceneId={session.sceneId} onBuy={(product) => buy(product.id)} />
        </section>
      )}
      <section className="sh-section">
        <div className="sh-heading">
          <h2>{t('seller.title')}</h2>
        </div>
        <SellerFacts seller={session.seller} />
      </section>
      <BuySheet wish={wish} onClose={() => setWish(null)} />
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
    </div>
  );
}
