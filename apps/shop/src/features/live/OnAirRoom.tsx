import type { ProductCard } from '@tuanzi/contract/catalog';
import type { SessionView } from '@tuanzi/contract/live';
import type { CardView } from '@tuanzi/contract/scenes';
import type { SceneChannel, SceneState } from '@tuanzi/client';
import { useEffect, useState } from 'react';
import { BuySheet, type BuyWish } from '../products/BuySheet.tsx';
import { GroupBuySheet, type GroupBuyDoor } from '../teams/GroupBuySheet.tsx';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import { useWords } from '../../shell/use-words.ts';
import { Comments } from './Comments.tsx';
import { DropDeck } from './DropDeck.tsx';
import { Hearts, useHearts } from './Hearts.tsx';
import { leaveRoom } from './live-dock.ts';
import styles from './live.module.css';
import { PinnedTile } from './PinnedTile.tsx';
import { RoomBar } from './RoomBar.tsx';
import { RoomTop } from './RoomTop.tsx';
import { SellerSheet } from './SellerSheet.tsx';
import { ShelfSheet } from './ShelfSheet.tsx';
import { Stage } from './Stage.tsx';
import { Ticker } from './Ticker.tsx';

type OnAirRoomProps = { session: SessionView; scene: SceneState; channel: SceneChannel | null; isInterrupted: boolean };

/** What one can buy from in the room, and the sheets over the picture it is bought in. */
function useRoomSheets(session: SessionView, channel: SceneChannel | null) {
  const words = useWords();
  const [wish, setWish] = useState<BuyWish | null>(null);
  const [door, setDoor] = useState<GroupBuyDoor | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);
  const [open, setOpen] = useState<'shelf' | 'seller' | null>(null);
  const { sceneId } = session;
  const buyProduct = (product: ProductCard, cardId?: string) => {
    setOpen(null);
    channel?.tap({ productId: product.id, ...(cardId !== undefined && { cardId }) });
    setWish({ productId: product.id, sceneId, cardId });
  };
  const openCard = (card: CardView) => {
    if (card.kind === 'product') return buyProduct(card.product, card.id);
    channel?.tap({ cardId: card.id });
    // A coupon is claimed where it lies; its button does that.
    if (card.kind === 'coupon') return;
    setDoor({ groupBuy: card.groupBuy, cardId: card.id, sceneId });
  };
  const share = () => setShared({ kind: 'session', id: session.id, text: words(session.title), sceneId });
  return { wish, setWish, door, setDoor, shared, setShared, open, setOpen, buyProduct, openCard, share };
}

export function OnAirRoom({ session, scene, channel, isInterrupted }: OnAirRoomProps) {
  const sheets = useRoomSheets(session, channel);
  const hearts = useHearts(scene.likes);
  const [isTyping, setIsTyping] = useState(false);
  useEffect(() => () => leaveRoom(session.id), [session.id]);
  const like = () => {
    hearts.add(1);
    channel?.like();
  };
  const cards = scene.cards.filter((card) => card.isLive);
  return (
    <div className={styles.room} data-testid="live-room" data-link={scene.link}>
      <Stage session={session} isInterrupted={isInterrupted} onDoubleTap={like} />
      <RoomTop session={session} online={scene.online} onSeller={() => sheets.setOpen('seller')} />
      <div className={styles.low} data-typing={isTyping || undefined}>
        <Ticker entries={scene.entries} head={scene.head} />
        <div className={styles.mid}>
          <Comments scene={scene} channel={channel} />
          <div className={styles.rail}>
            {scene.pinned === null ? null : <PinnedTile product={scene.pinned} onOpen={sheets.buyProduct} />}
          </div>
        </div>
        <DropDeck cards={cards} onOpen={sheets.openCard} />
        <RoomBar
          channel={channel}
          scene={scene}
          shelfCount={session.shelf.length}
          onTyping={setIsTyping}
          onShelf={() => sheets.setOpen('shelf')}
          onShare={sheets.share}
          onLike={like}
        />
        <Hearts hearts={hearts.shown} />
      </div>
      <ShelfSheet
        session={session}
        pinnedId={scene.pinned?.id ?? null}
        isOpen={sheets.open === 'shelf'}
        onClose={() => sheets.setOpen(null)}
        onBuy={sheets.buyProduct}
      />
      <SellerSheet session={session} isOpen={sheets.open === 'seller'} onClose={() => sheets.setOpen(null)} />
      <BuySheet wish={sheets.wish} onClose={() => sheets.setWish(null)} />
      <GroupBuySheet door={sheets.door} onClose={() => sheets.setDoor(null)} />
      <ShareSheet shared={sheets.shared} onClose={() => sheets.setShared(null)} />
    </div>
  );
}
