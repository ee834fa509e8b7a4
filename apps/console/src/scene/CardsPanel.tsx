import { PlusOutlined } from '@ant-design/icons';
import type { ProductCard } from '@tuanzi/contract/catalog';
import type { CardView } from '@tuanzi/contract/scenes';
import { useCommand } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { App, Button, Popconfirm } from 'antd';
import { useState, type ReactNode } from 'react';
import { sentenceOf } from '../client.ts';
import { CouponSign } from '../features/coupons/CouponSign.tsx';
import { useTicketWords } from '../features/coupons/use-ticket-words.ts';
import { Thumb } from '../layout/Thumb.tsx';
import { useText } from '../layout/use-text.ts';
import { useT } from '../messages.ts';
import { DropModal } from './DropModal.tsx';
import { titleOfCard } from './EntryRow.tsx';

interface CardsProps {
  readonly sceneId: string;
  readonly shopId: string;
  /** In a live room the shelf is what may be dropped; elsewhere everything on sale. */
  readonly shelf?: readonly ProductCard[];
  readonly cards: readonly CardView[];
  readonly place: 'session' | 'community';
}

/** Cards that are out there now: each with what it has brought, and the way to take it back. */
export function CardsPanel({ sceneId, shopId, shelf, cards, place }: CardsProps) {
  const t = useT();
  const [isDropping, setIsDropping] = useState(false);
  return (
    <section className="st-panel sc-cards" data-testid="cards">
      <header>
        <h2>
          {t('live.studio.onAirCards')} <small className="tz-figures">{cards.length}</small>
        </h2>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsDropping(true)} data-testid="drop-card">
          {t('live.studio.drop')}
        </Button>
      </header>
      {cards.length === 0 ? <p className="sc-none">{t('live.studio.noCardsWords')}</p> : null}
      <ul className="st-scroll">
        {cards.map((card) => (
          <CardRow key={card.id} card={card} sceneId={sceneId} />
        ))}
      </ul>
      <DropModal
        sceneId={sceneId}
        shopId={shopId}
        {...(shelf !== undefined && { shelf })}
        cards={cards}
        place={place}
        isOpen={isDropping}
        onClose={() => setIsDropping(false)}
      />
    </section>
  );
}

function CardRow({ card, sceneId }: { card: CardView; sceneId: string }) {
  const t = useT();
  const text = useText();
  const { message } = App.useApp();
  const withdraw = useCommand('DELETE /api/scenes/{sceneId}/cards/{cardId}');
  const run = async () => {
    try {
      await withdraw.mutateAsync({ params: { sceneId, cardId: card.id } });
      void message.success(t('live.studio.withdrawn'));
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const withdrawWords = { 'group-buy': t('live.studio.withdrawWords'), coupon: t('coupons.scene.withdrawWords'), product: undefined }[
    card.kind
  ];
  return (
    <li className="st-product" data-testid={`card-${card.refId}`}>
      <CardSign card={card} />
      <div>
        <p className="tz-line-1">{text(titleOfCard(card))}</p>
        <p className="st-product-facts">
          <CardFacts card={card} />
        </p>
      </div>
      <Popconfirm
        title={t('live.studio.withdrawAsk')}
        description={withdrawWords}
        okText={t('live.studio.withdraw')}
        cancelText={t('live.plan.keep')}
        onConfirm={() => run()}
      >
        <Button className="st-pin" loading={withdraw.isPending} data-testid={`withdraw-${card.refId}`}>
          {t('live.studio.withdraw')}
        </Button>
      </Popconfirm>
    </li>
  );
}

function CardSign({ card }: { card: CardView }): ReactNode {
  if (card.kind === 'coupon') return <CouponSign sizePx={52} />;
  return <Thumb picture={card.kind === 'group-buy' ? card.groupBuy.campaign.product.picture : card.product.picture} sizePx={52} />;
}

/** What a card asks or gives, and what it has brought so far. */
function CardFacts({ card }: { card: CardView }): ReactNode {
  const t = useT();
  const ticket = useTicketWords();
  switch (card.kind) {
    case 'group-buy':
      return (
        <>
          <Price fen={card.groupBuy.campaign.lowestPriceFen} size="s" />
          <span className="tz-figures">
            {t('live.studio.teams', { open: card.groupBuy.openTeams.length, done: card.groupBuy.completedTeams })}
          </span>
        </>
      );
    case 'coupon':
      return (
        <>
          <strong className="cu-off tz-figures">{ticket.off(card.coupon.coupon.terms)}</strong>
          <span className="tz-figures">
            {t('coupons.scene.claimed', { claimed: card.coupon.claimed, all: card.coupon.coupon.quantity })}
          </span>
        </>
      );
    case 'product':
      return (
        <>
          <Price fen={card.product.priceFen} size="s" />
          <span className="tz-figures">{t('live.studio.left', { count: card.product.stock })}</span>
        </>
      );
  }
}
