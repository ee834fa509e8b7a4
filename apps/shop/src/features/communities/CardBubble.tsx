import type { GroupBuyCard } from '@tuanzi/contract/group-buy';
import type { CardView } from '@tuanzi/contract/scenes';
import type { Person } from '@tuanzi/contract/shapes';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { CouponDrop } from '../coupons/ClaimTicket.tsx';
import { GroupBuyTile } from '../teams/GroupBuyTile.tsx';
import styles from './communities.module.css';

type CardBubbleProps = {
  author: Person;
  card: CardView;
  isGone: boolean;
  isMine: boolean;
  sceneId: string;
  onGroupBuy: (groupBuy: GroupBuyCard, cardId: string) => void;
};

/** A card in a conversation is a bubble like any other, only that one can act on it. */
export function CardBubble({ author, card, isGone, isMine, sceneId, onGroupBuy }: CardBubbleProps) {
  const t = useT();
  return (
    <div className={styles.message} data-mine={isMine || undefined} data-testid="card-bubble">
      <Avatar id={author.id} nickname={author.nickname} pictureUrl={author.avatarUrl ?? undefined} sizePx={36} />
      <div className={styles.said} data-gone={isGone || undefined}>
        {isMine ? null : <span className={styles.who}>{author.nickname}</span>}
        {card.kind === 'group-buy' ? (
          <GroupBuyTile
            groupBuy={card.groupBuy}
            place="chat"
            onOpen={() => {
              if (!isGone) onGroupBuy(card.groupBuy, card.id);
            }}
          />
        ) : card.kind === 'coupon' ? (
          <CouponDrop card={card} place="chat" isGone={isGone} />
        ) : (
          <ProductBubble card={card} sceneId={sceneId} />
        )}
        {isGone ? <span className="sh-faint">{t('community.cardGone')}</span> : null}
      </div>
    </div>
  );
}

function ProductBubble({ card: { id, product }, sceneId }: { card: Extract<CardView, { kind: 'product' }>; sceneId: string }) {
  const words = useWords();
  return (
    <Link to={`/products/${product.id}?scene=${sceneId}&card=${id}`} className={styles.productBubble}>
      <Picture src={product.picture?.url} colour={product.picture?.blur} alt="" ratio={1.5} />
      <span className={styles.productWords}>
        <span className="tz-line-2">{words(product.title)}</span>
        <Price fen={product.priceFen} {...(product.compareAtFen !== null && { wasFen: product.compareAtFen })} />
      </span>
    </Link>
  );
}
