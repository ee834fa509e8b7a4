import type { CardView } from '@tuanzi/contract/scenes';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { ChevronDown, ChevronRight, Gift } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { CouponDrop } from '../coupons/ClaimTicket.tsx';
import { GroupBuyTile } from '../teams/GroupBuyTile.tsx';
import styles from './live.module.css';

/** What the host dropped: one card at a time from the bottom, the rest behind a counter. A new drop comes to the front. */
export function DropDeck({ cards, onOpen }: { cards: readonly CardView[]; onOpen: (card: CardView) => void }) {
  const t = useT();
  const newest = cards[0];
  const [shownId, setShownId] = useState<string | null>(null);
  const [foldedAt, setFoldedAt] = useState<string | null>(null);
  const [seenNewest, setSeenNewest] = useState<string | null>(null);
  if (newest !== undefined && newest.id !== seenNewest) {
    setSeenNewest(newest.id);
    setShownId(newest.id);
  }
  if (newest === undefined) return null;
  const index = Math.max(
    0,
    cards.findIndex((card) => card.id === shownId),
  );
  const card = cards[index] ?? newest;
  const isFolded = foldedAt === newest.id;
  if (isFolded) {
    return (
      <button type="button" className={styles.deckFolded} onClick={() => setFoldedAt(null)} data-testid="deck-unfold">
        <Gift size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('live.drops', { count: cards.length })}
      </button>
    );
  }
  return (
    <div className={styles.deck} data-testid="drop-deck">
      <div key={card.id} className={styles.deckCard} data-testid="drop-card">
        {card.kind === 'group-buy' ? (
          <GroupBuyTile groupBuy={card.groupBuy} place="room" onOpen={() => onOpen(card)} />
        ) : card.kind === 'coupon' ? (
          <CouponDrop card={card} place="room" onPress={() => onOpen(card)} />
        ) : (
          <ProductDrop card={card} onOpen={() => onOpen(card)} />
        )}
      </div>
      <div className={styles.deckTools}>
        {cards.length > 1 ? (
          <button
            type="button"
            className={styles.deckNext}
            onClick={() => setShownId(cards[(index + 1) % cards.length]?.id ?? null)}
            aria-label={t('live.nextDrop')}
          >
            <span className="tz-figures">
              {index + 1}/{cards.length}
            </span>
            <ChevronRight size={14} strokeWidth={2} aria-hidden="true" />
          </button>
        ) : null}
        <button type="button" className={styles.deckNext} onClick={() => setFoldedAt(newest.id)} aria-label={t('live.fold')}>
          <ChevronDown size={16} strokeWidth={2} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}

function ProductDrop({ card, onOpen }: { card: Extract<CardView, { kind: 'product' }>; onOpen: () => void }) {
  const t = useT();
  const words = useWords();
  const { product } = card;
  return (
    <article className={styles.productDrop}>
      <span className={styles.productDropPicture}>
        <Picture src={product.picture?.url} colour={product.picture?.blur} alt="" radius="m" />
      </span>
      <div className={styles.productDropWords}>
        <h3 className="tz-line-2">{words(product.title)}</h3>
        <Price fen={product.priceFen} {...(product.compareAtFen !== null && { wasFen: product.compareAtFen })} />
      </div>
      <button type="button" className="tz-button" data-size="s" data-tone="primary" disabled={product.stock <= 0} onClick={onOpen}>
        {product.stock <= 0 ? t('product.soldOut') : t('product.buy')}
      </button>
    </article>
  );
}
