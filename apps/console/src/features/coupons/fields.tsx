import { Checkbox, Form, Input, InputNumber, Segmented } from 'antd';
import { MoneyInput } from '../../layout/MoneyInput.tsx';
import { useT } from '../../messages.ts';
import { CouponProducts } from './CouponProducts.tsx';
import { tenthsOf } from './ticket-words.ts';
import type { FieldsProps } from './use-coupon-form.ts';

export function TitleFields({ draft, set, mistakeOf }: FieldsProps) {
  const t = useT();
  return (
    <section className="cs-panel">
      <div className="cu-two">
        <Form.Item label={t('coupons.form.title')} {...mistakeOf('title')}>
          <Input
            value={draft.titleZh}
            maxLength={120}
            placeholder={t('coupons.form.titleHint')}
            onChange={(event) => set({ titleZh: event.target.value })}
            data-testid="coupon-title"
          />
        </Form.Item>
        <Form.Item label={t('coupons.form.titleEn')}>
          <Input
            value={draft.titleEn}
            maxLength={200}
            onChange={(event) => set({ titleEn: event.target.value })}
            data-testid="coupon-title-en"
          />
        </Form.Item>
      </div>
    </section>
  );
}

/** What it takes off, and from which sum on. */
export function AmountFields(props: FieldsProps) {
  const { draft, isLocked, set, mistakeOf } = props;
  const t = useT();
  return (
    <section className="cs-panel">
      <h2>{t('coupons.form.amountPanel')}</h2>
      <Form.Item label={t('coupons.form.kind')}>
        <Segmented
          value={draft.kind}
          disabled={isLocked}
          onChange={(kind) => set({ kind })}
          options={(['amount', 'percent'] as const).map((value) => ({
            value,
            label: <span data-testid={`coupon-kind-${value}`}>{t(`coupons.form.kinds.${value}`)}</span>,
          }))}
        />
      </Form.Item>
      <div className="cu-two">
        <Form.Item label={t('coupons.form.threshold')} extra={t('coupons.form.thresholdHint')} {...mistakeOf('threshold')}>
          <MoneyInput
            value={draft.thresholdFen}
            isDisabled={isLocked}
            label={t('coupons.form.threshold')}
            onChange={(thresholdFen) => set({ thresholdFen })}
            testId="coupon-threshold"
          />
        </Form.Item>
        {draft.kind === 'amount' ? (
          <Form.Item label={t('coupons.form.amount')} {...mistakeOf('amount')}>
            <MoneyInput
              value={draft.amountFen}
              isDisabled={isLocked}
              label={t('coupons.form.amount')}
              onChange={(amountFen) => set({ amountFen })}
              testId="coupon-amount"
            />
          </Form.Item>
        ) : (
          <PercentFields {...props} />
        )}
      </div>
    </section>
  );
}

function PercentFields({ draft, isLocked, set, mistakeOf }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Form.Item
        label={t('coupons.form.percent')}
        extra={draft.percentOff === null ? undefined : t('coupons.form.percentHint', { tenths: tenthsOf(draft.percentOff) })}
        {...mistakeOf('percent')}
      >
        <InputNumber
          min={1}
          max={99}
          precision={0}
          value={draft.percentOff}
          disabled={isLocked}
          suffix={t('coupons.form.off')}
          onChange={(percentOff) => set({ percentOff })}
          data-testid="coupon-percent"
        />
      </Form.Item>
      <Form.Item label={t('coupons.form.cap')} extra={t('coupons.form.capHint')} {...mistakeOf('cap')}>
        <MoneyInput
          value={draft.capFen}
          isDisabled={isLocked}
          label={t('coupons.form.cap')}
          onChange={(capFen) => set({ capFen })}
          testId="coupon-cap"
        />
      </Form.Item>
    </>
  );
}

/** What it counts for, whom it is for, and where it is found. */
export function ScopeFields({ draft, isLocked, set, mistakeOf }: FieldsProps) {
  const t = useT();
  const choice = (field: 'isForNewBuyers' | 'worksWithOffers' | 'isListed', words: string, hint: string, isDisabled: boolean) => (
    <Checkbox
      className="cu-choice"
      checked={draft[field]}
      disabled={isDisabled}
      onChange={(event) => set({ [field]: event.target.checked })}
      data-testid={`coupon-${field}`}
    >
      {words}
      <span className="cs-quiet cs-small">{hint}</span>
    </Checkbox>
  );
  return (
    <section className="cs-panel">
      <h2>{t('coupons.form.scopePanel')}</h2>
      <Form.Item
        label={t('coupons.form.products')}
        extra={isLocked || draft.productIds.length > 0 ? undefined : t('coupons.form.productsHint')}
        {...mistakeOf('products')}
      >
        <CouponProducts productIds={draft.productIds} isLocked={isLocked} onChange={(productIds) => set({ productIds })} />
      </Form.Item>
      {choice('isForNewBuyers', t('coupons.form.newBuyers'), t('coupons.form.newBuyersHint'), isLocked)}
      {choice('worksWithOffers', t('coupons.form.offers'), t('coupons.form.offersHint'), isLocked)}
      {choice('isListed', t('coupons.form.listed'), t('coupons.form.listedHint'), false)}
    </section>
  );
}

/** How many there are, and for one person. */
export function GiveFields({ draft, isLocked, claimed, set, mistakeOf }: FieldsProps) {
  const t = useT();
  return (
    <section className="cs-panel">
      <h2>{t('coupons.form.givePanel')}</h2>
      <div className="cu-two">
        <Form.Item label={t('coupons.form.quantity')} {...mistakeOf('quantity')}>
          <InputNumber
            min={Math.max(1, claimed)}
            max={10_000_000}
            precision={0}
            value={draft.quantity}
            suffix={t('coupons.form.sheets')}
            onChange={(quantity) => set({ quantity })}
            data-testid="coupon-quantity"
          />
        </Form.Item>
        <Form.Item label={t('coupons.form.perPerson')} {...mistakeOf('perPerson')}>
          <InputNumber
            min={1}
            max={100}
            precision={0}
            value={draft.perPersonMax}
            disabled={isLocked}
            suffix={t('coupons.form.sheets')}
            onChange={(perPersonMax) => set({ perPersonMax })}
            data-testid="coupon-per-person"
          />
        </Form.Item>
      </div>
    </section>
  );
}
