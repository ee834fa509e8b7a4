import { Minus, Plus } from 'lucide-react';
import { useT } from '../messages.ts';
import styles from './shell.module.css';

type QuantityStepperProps = { value: number; max: number; isDisabled?: boolean; isSmall?: boolean; onChange: (value: number) => void };

/** How many: one less, the number itself, one more. */
export function QuantityStepper({ value, max, isDisabled = false, isSmall = false, onChange }: QuantityStepperProps) {
  const t = useT();
  const set = (next: number) => {
    if (Number.isInteger(next)) onChange(Math.max(1, Math.min(max, next)));
  };
  return (
    <span className={styles.stepper} data-small={isSmall || undefined}>
      <button type="button" aria-label={t('product.less')} disabled={isDisabled || value <= 1} onClick={() => set(value - 1)}>
        <Minus size={16} strokeWidth={2} aria-hidden="true" />
      </button>
      <input
        className="tz-figures"
        inputMode="numeric"
        aria-label={t('product.quantity')}
        value={value}
        disabled={isDisabled}
        onChange={(event) => set(Number(event.target.value.replaceAll(/\D/g, '')) || 1)}
        data-testid="quantity"
      />
      <button
        type="button"
        aria-label={t('product.more')}
        disabled={isDisabled || value >= max}
        onClick={() => set(value + 1)}
        data-testid="quantity-more"
      >
        <Plus size={16} strokeWidth={2} aria-hidden="true" />
      </button>
    </span>
  );
}
