import type { ProductView } from '@tuanzi/contract/catalog';
import type { GroupBuyCard } from '@tuanzi/contract/group-buy';
import { Price } from '@tuanzi/ui/money.tsx';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useChoiceWords } from '../../shell/use-words.ts';
import styles from './products.module.css';

/** Why the price is what it is: the shop's price, what a struck-through one refers to, what a team pays, freight. */
export function PriceSheet({
  product,
  groupBuy,
  isOpen,
  onClose,
}: {
  product: ProductView;
  groupBuy?: GroupBuyCard;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const choice = useChoiceWords();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t('product.whyThisPrice')}>
      <dl className={styles.reasons}>
        {product.skus.map((sku) => (
          <div key={sku.id} className={styles.reason}>
            <dt>{choice(sku.options) || t('product.shopPrice')}</dt>
            <dd>
              <Price fen={sku.priceFen} {...(sku.compareAtFen !== null && { wasFen: sku.compareAtFen })} />
            </dd>
          </div>
        ))}
        {groupBuy === undefined ? null : (
          <div className={styles.reason}>
            <dt>{t('buy.groupPrice', { count: groupBuy.campaign.teamSize })}</dt>
            <dd>
              <Price fen={groupBuy.campaign.lowestPriceFen} {...(groupBuy.campaign.skus.length > 1 && { after: t('product.from') })} />
            </dd>
          </div>
        )}
      </dl>
      {product.compareBasis === null ? null : (
        <p className={styles.reasonNote}>{t('product.compareBasis', { basis: product.compareBasis })}</p>
      )}
      <p className={styles.reasonNote}>{t('product.freightLater')}</p>
    </Sheet>
  );
}
