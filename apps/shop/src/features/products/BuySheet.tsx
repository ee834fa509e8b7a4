import type { ProductView, SkuView } from '@tuanzi/contract/catalog';
import type { CampaignView } from '@tuanzi/contract/group-buy';
import { useApi, useCommand } from '@tuanzi/client/react';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { QuantityStepper } from '../../shell/QuantityStepper.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useEnsureGuest } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { checkoutPath } from '../checkout/intent.ts';
import { OptionPicker } from './OptionPicker.tsx';
import { firstChoice, skuOf } from './options.ts';
import styles from './products.module.css';

/** What a sheet sells: a product at the shop's price, or at the price of a group buy by a card or into a team. */
export type BuyWish = {
  readonly productId: string;
  readonly groupBuy?: {
    readonly campaign: CampaignView;
    readonly cardId?: string | undefined;
    readonly teamId?: string | undefined;
    readonly seatsLeft?: number;
  };
  readonly sceneId?: string | undefined;
  readonly cardId?: string | undefined;
};
type BuySheetProps = { wish: BuyWish | null; onClose: () => void; onLeave?: () => void };

export function BuySheet({ wish, onClose, onLeave }: BuySheetProps) {
  const t = useT();
  // While the sheet slides away it still shows what it sold.
  const [shown, setShown] = useState(wish);
  if (wish !== null && wish !== shown) setShown(wish);
  const joins = shown?.groupBuy?.teamId !== undefined;
  const title =
    shown?.groupBuy === undefined
      ? t('product.choose')
      : joins
        ? t('buy.joinTeam')
        : t('buy.openTeam', { count: shown.groupBuy.campaign.teamSize });
  const product = useApi('GET /api/products/{productId}', { params: { productId: shown?.productId ?? '' } }, { isEnabled: shown !== null });
  return (
    <Sheet isOpen={wish !== null} onClose={onClose} title={title} testId="buy-sheet">
      {product.data !== undefined && shown !== null ? (
        <BuyForm
          key={`${product.data.id}${shown.groupBuy?.teamId ?? ''}`}
          product={product.data}
          wish={shown}
          onClose={onClose}
          {...(onLeave && { onLeave })}
        />
      ) : product.isError ? (
        <ProblemNote problem={product.error} onRetry={() => void product.refetch()} />
      ) : (
        <div className={styles.buyHead} aria-busy="true">
          <span className={styles.buyPicture}>
            <Skeleton ratio={1} />
          </span>
          <span className={styles.buyFacts}>
            <SkeletonLines lines={3} />
          </span>
        </div>
      )}
    </Sheet>
  );
}

function useBuying(product: ProductView, wish: BuyWish) {
  const campaignSkus = wish.groupBuy?.campaign.skus;
  const skus = campaignSkus === undefined ? product.skus : product.skus.filter((sku) => campaignSkus.some((each) => each.skuId === sku.id));
  const [chosen, setChosen] = useState(() => firstChoice(skus));
  const [wanted, setWanted] = useState(1);
  const sku = skuOf(skus, chosen);
  const groupPriceFen = campaignSkus?.find((each) => each.skuId === sku?.id)?.groupPriceFen;
  const left = Math.max(0, Math.min(sku?.stock ?? 0, wish.groupBuy?.campaign.quotaLeft ?? Infinity));
  const quantityMax = Math.min(left, 999, wish.groupBuy?.campaign.perBuyerMax ?? 999);
  return {
    skus,
    chosen,
    setChosen,
    sku,
    quantity: Math.max(1, Math.min(wanted, quantityMax)),
    setWanted,
    priceFen: groupPriceFen ?? sku?.priceFen ?? product.priceFen,
    quantityMax,
    left,
  };
}

function BuyForm({ product, wish, onClose, onLeave }: { product: ProductView; wish: BuyWish; onClose: () => void; onLeave?: () => void }) {
  const t = useT();
  const words = useWords();
  const navigate = useNavigate();
  const { skus, chosen, setChosen, sku, quantity, setWanted, priceFen, quantityMax, left } = useBuying(product, wish);
  const { groupBuy, sceneId } = wish;
  const isAvailable = sku !== undefined && quantityMax > 0 && product.status === 'on_sale';
  const go = (isAlone: boolean) => {
    if (sku === undefined) return;
    const offer =
      groupBuy === undefined || isAlone
        ? undefined
        : {
            kind: 'group-buy' as const,
            campaignId: groupBuy.campaign.id,
            ...(groupBuy.cardId !== undefined && { cardId: groupBuy.cardId }),
            ...(groupBuy.teamId !== undefined && { teamId: groupBuy.teamId }),
          };
    const cardId = wish.cardId ?? groupBuy?.cardId;
    onLeave?.();
    void navigate(
      checkoutPath({
        lines: [{ skuId: sku.id, quantity }],
        ...(offer && { offer }),
        ...(sceneId !== undefined && { sceneId }),
        ...(cardId !== undefined && { cardId }),
      }),
    );
  };
  return (
    <>
      <div className={styles.buyHead}>
        <span className={styles.buyPicture}>
          <Picture src={product.picture?.url} colour={product.picture?.blur} alt="" radius="m" />
        </span>
        <div className={styles.buyFacts}>
          <p className="tz-line-2">{words(product.title)}</p>
          <p className={styles.buyPrice} aria-live="polite">
            {groupBuy === undefined ? null : (
              <span className="tz-chip" data-tone="persimmon">
                {t('buy.groupPrice', { count: groupBuy.campaign.teamSize })}
              </span>
            )}
            <Price fen={priceFen} size="l" {...wasOf(sku, groupBuy !== undefined)} />
          </p>
          <p className="sh-faint">{sku === undefined ? '' : isAvailable ? t('product.stock', { count: left }) : t('product.soldOut')}</p>
        </div>
      </div>
      <OptionPicker optionNames={product.optionNames} skus={skus} chosen={chosen} onChoose={setChosen} />
      <div className={styles.quantity}>
        <span>
          {t('product.quantity')}
          {groupBuy === undefined ? null : (
            <span className="sh-faint"> · {t('buy.perBuyer', { count: groupBuy.campaign.perBuyerMax })}</span>
          )}
        </span>
        <QuantityStepper max={Math.max(1, quantityMax)} value={quantity} onChange={setWanted} isDisabled={!isAvailable} />
      </div>
      <BuyButtons wish={wish} sku={sku} quantity={quantity} priceFen={priceFen} isAvailable={isAvailable} onGo={go} onClose={onClose} />
    </>
  );
}

/** In a group buy the shop's own price stands beside it; else a compared price, which the shop must have a basis for. */
function wasOf(sku: SkuView | undefined, isGroup: boolean): { wasFen?: number } {
  if (sku === undefined) return {};
  if (isGroup) return { wasFen: sku.priceFen };
  return sku.compareAtFen === null ? {} : { wasFen: sku.compareAtFen };
}

type BuyButtonsProps = {
  wish: BuyWish;
  sku: SkuView | undefined;
  quantity: number;
  priceFen: number;
  isAvailable: boolean;
  onGo: (isAlone: boolean) => void;
  onClose: () => void;
};

function BuyButtons({ wish, sku, quantity, priceFen, isAvailable, onGo, onClose }: BuyButtonsProps) {
  const t = useT();
  const ensureGuest = useEnsureGuest();
  const cart = useApi('GET /api/cart', {}, { isEnabled: false });
  const put = useCommand('PUT /api/cart/{skuId}', { invalidates: ['GET /api/cart'] });
  const addToCart = async () => {
    if (sku === undefined) return;
    try {
      await ensureGuest();
      const { data } = await cart.refetch();
      const had = data?.items.find((line) => line.skuId === sku.id)?.quantity ?? 0;
      await put.mutateAsync({ params: { skuId: sku.id }, body: { quantity: Math.min(999, had + quantity) } });
      notify(t('cart.added'));
      onClose();
    } catch (error) {
      notifyProblem(error);
    }
  };
  if (wish.groupBuy === undefined) {
    return (
      <div className={styles.buyButtons}>
        <button
          type="button"
          className="tz-button"
          data-tone="soft"
          disabled={!isAvailable}
          aria-busy={put.isPending}
          onClick={() => void addToCart()}
          data-testid="add-to-cart"
        >
          {t('product.addToCart')}
        </button>
        <button
          type="button"
          className="tz-button"
          data-tone="primary"
          disabled={!isAvailable}
          onClick={() => onGo(false)}
          data-testid="buy-now"
        >
          {t('product.buyFor', { price: formatFen(priceFen * quantity, 'auto') })}
        </button>
      </div>
    );
  }
  return (
    <div className={styles.buyButtons}>
      {sku === undefined || wish.groupBuy.teamId !== undefined ? null : (
        <button
          type="button"
          className="tz-button"
          data-tone="soft"
          disabled={sku.stock <= 0}
          onClick={() => onGo(true)}
          data-testid="buy-alone"
        >
          {t('buy.alone', { price: formatFen(sku.priceFen * quantity, 'auto') })}
        </button>
      )}
      <button
        type="button"
        className="tz-button"
        data-tone="primary"
        disabled={!isAvailable}
        onClick={() => onGo(false)}
        data-testid="buy-group"
      >
        {t(wish.groupBuy.teamId === undefined ? 'buy.openFor' : 'buy.joinFor', { price: formatFen(priceFen * quantity, 'auto') })}
      </button>
    </div>
  );
}
