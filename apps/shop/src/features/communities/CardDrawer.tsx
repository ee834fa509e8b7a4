import type { SceneState } from '@tuanzi/client';
import { useApi, useApiPages, useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { type ReactNode, useState } from 'react';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useWords } from '../../shell/use-words.ts';
import { tagOf } from '../coupons/coupon-words.ts';
import styles from './communities.module.css';

type CardDrawerProps = { isOpen: boolean; onClose: () => void; scene: SceneState; sceneId: string; shopId: string };

const kindWords = { 'group-buy': 'community.groupBuys', coupon: 'coupon.title', product: 'community.products' } as const;

/** What the leader can put into the conversation: running group buys, coupons and products; and what can be taken back. */
export function CardDrawer({ isOpen, onClose, scene, sceneId, shopId }: CardDrawerProps) {
  const t = useT();
  const words = useWords();
  const [kind, setKind] = useState<'group-buy' | 'coupon' | 'product'>('group-buy');
  const home = useApi('GET /api/home', { query: { shopId } }, { isEnabled: isOpen });
  const products = useApiPages('GET /api/products', { query: { shopId, limit: 20 } }, { isEnabled: isOpen && kind === 'product' });
  const offered = useApi('GET /api/shops/{shopId}/coupons', { params: { shopId }, query: {} }, { isEnabled: isOpen && kind === 'coupon' });
  const drop = useCommand('POST /api/scenes/{sceneId}/cards');
  const withdraw = useCommand('DELETE /api/scenes/{sceneId}/cards/{cardId}');
  const put = (refId: string) =>
    drop.mutate({ params: { sceneId }, body: { kind, refId } }, { onSuccess: onClose, onError: notifyProblem });
  const take = (cardId: string) =>
    withdraw.mutate({ params: { sceneId, cardId } }, { onSuccess: () => notify(t('community.withdrawn')), onError: notifyProblem });
  const liveCard = (refId: string) => scene.cards.find((card) => card.refId === refId && card.isLive);
  const line = (refId: string, picture: { url: string; blur: string } | null | undefined, title: string, price: ReactNode) => {
    const card = liveCard(refId);
    return (
      <div key={refId} className={styles.cardLine}>
        {picture === undefined ? null : (
          <span className={styles.cardLinePicture}>
            <Picture src={picture?.url} colour={picture?.blur} alt="" radius="s" />
          </span>
        )}
        <span className={styles.cardLineWords}>
          <span className="tz-line-1">{title}</span>
          {price}
        </span>
        {card === undefined ? (
          <button
            type="button"
            className="tz-button"
            data-size="s"
            data-tone="primary"
            disabled={drop.isPending}
            onClick={() => put(refId)}
            data-testid="drop-card"
          >
            {t('community.drop')}
          </button>
        ) : (
          <button
            type="button"
            className="tz-button"
            data-size="s"
            disabled={withdraw.isPending}
            onClick={() => take(card.id)}
            data-testid="withdraw-card"
          >
            {t('community.withdraw')}
          </button>
        )}
      </div>
    );
  };
  const plays = home.data?.plays.filter((play) => play.groupBuy.campaign.state === 'running') ?? [];
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t('community.card')} testId="card-drawer">
      <div className={styles.kinds} role="tablist">
        {(['group-buy', 'coupon', 'product'] as const).map((each) => (
          <button key={each} type="button" role="tab" aria-selected={kind === each} onClick={() => setKind(each)}>
            {t(kindWords[each])}
          </button>
        ))}
      </div>
      {kind === 'group-buy' ? (
        home.data === undefined ? (
          <RowsSkeleton rows={3} />
        ) : plays.length === 0 ? (
          <Empty drawing="products" title={t('community.noPlays')} words={t('community.noPlaysWords')} />
        ) : (
          <div className="sh-list">
            {plays.map(({ groupBuy: { campaign } }) =>
              line(campaign.id, campaign.product.picture, words(campaign.title), <Price fen={campaign.lowestPriceFen} size="s" />),
            )}
          </div>
        )
      ) : kind === 'coupon' ? (
        offered.data === undefined ? (
          <RowsSkeleton rows={3} />
        ) : offered.data.items.length === 0 ? (
          <Empty drawing="coupons" title={t('coupon.noneToDrop')} words={t('coupon.noneToDropWords')} />
        ) : (
          <div className="sh-list">
            {offered.data.items.map((coupon) =>
              line(
                coupon.id,
                undefined,
                words(coupon.title),
                <span className="sh-faint">
                  {tagOf(coupon.terms, t)} · {t('coupon.left', { count: coupon.quantityLeft })}
                </span>,
              ),
            )}
          </div>
        )
      ) : products.data === undefined ? (
        <RowsSkeleton rows={3} />
      ) : (
        <div className="sh-list">
          {products.data.map((product) =>
            line(product.id, product.picture, words(product.title), <Price fen={product.priceFen} size="s" />),
          )}
          <ListEnd pages={products} />
        </div>
      )}
    </Sheet>
  );
}
