import { formatFen } from '@tuanzi/ui/money.tsx';
import { Alert, Button, Checkbox } from 'antd';
import { MoneyInput } from '../../layout/MoneyInput.tsx';
import { useChoiceText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { isPriceDeep, isPriceWrong, type PriceDraft } from './campaign-draft.ts';

interface Props {
  prices: readonly PriceDraft[];
  isLocked: boolean;
  isWrong: boolean;
  wrong: string | undefined;
  onChange: (prices: readonly PriceDraft[]) => void;
}

export function CampaignPrices({ prices, isLocked, isWrong, wrong, onChange }: Props) {
  const t = useT();
  const choice = useChoiceText();
  if (prices.length === 0) return null;
  const change = (skuId: string, changes: Partial<PriceDraft>) =>
    onChange(prices.map((price) => (price.skuId === skuId ? { ...price, ...changes } : price)));
  const discount = (percent: number) =>
    onChange(
      prices.map((price) =>
        price.isIncluded ? { ...price, groupPriceFen: Math.max(1, Math.floor((price.shopPriceFen * percent) / 1000) * 10) } : price,
      ),
    );
  return (
    <section className="cs-panel">
      <h2>{t('campaigns.form.prices')}</h2>
      <p className="cs-quiet">{t('campaigns.form.pricesWords')}</p>
      {isLocked ? null : (
        <div className="cp-quick">
          <span className="cs-quiet">{t('campaigns.form.quick')}</span>
          {[9, 8, 7].map((tenths) => (
            <Button key={tenths} size="small" onClick={() => discount(tenths * 10)}>
              {t('campaigns.form.off', { percent: tenths })}
            </Button>
          ))}
        </div>
      )}
      <div className="cp-prices">
        <div className="cp-price" data-head>
          <span />
          <span />
          <span className="cs-right">{t('campaigns.form.shopPrice')}</span>
          <span>{t('campaigns.form.groupPrice')}</span>
          <span />
        </div>
        {prices.map((price) => (
          <div key={price.skuId} className="cp-price">
            <Checkbox
              checked={price.isIncluded}
              disabled={isLocked}
              aria-label={t('campaigns.form.include')}
              onChange={(event) => change(price.skuId, { isIncluded: event.target.checked })}
            />
            <span className="tz-line-2">{choice(price.options) || t('campaigns.ofProduct')}</span>
            <span className="cs-right tz-figures">{formatFen(price.shopPriceFen)}</span>
            <MoneyInput
              value={price.groupPriceFen}
              isDisabled={isLocked || !price.isIncluded}
              isWrong={isPriceWrong(price)}
              label={t('campaigns.form.groupPrice')}
              onChange={(groupPriceFen) => change(price.skuId, { groupPriceFen })}
              testId="group-price"
            />
            <PriceWords price={price} />
          </div>
        ))}
      </div>
      {isWrong && wrong !== undefined ? <Alert type="error" showIcon title={wrong} /> : null}
    </section>
  );
}

function PriceWords({ price }: { price: PriceDraft }) {
  const t = useT();
  if (!price.isIncluded) return <span />;
  if (isPriceWrong(price))
    return (
      <span className="cp-price-words" data-wrong>
        {t('campaigns.form.notLower')}
      </span>
    );
  if (isPriceDeep(price))
    return (
      <span className="cp-price-words" data-deep>
        {t('campaigns.form.deep')}
      </span>
    );
  return (
    <span className="cp-price-words tz-figures">
      {t('campaigns.form.saves')} {formatFen(price.shopPriceFen - (price.groupPriceFen ?? 0))}
    </span>
  );
}
