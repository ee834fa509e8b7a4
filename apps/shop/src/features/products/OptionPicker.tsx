import type { ProductView, SkuView } from '@tuanzi/contract/catalog';
import { useWords } from '../../shell/use-words.ts';
import { isReachable, valuesOf } from './options.ts';
import styles from './products.module.css';

type OptionPickerProps = {
  optionNames: ProductView['optionNames'];
  skus: readonly SkuView[];
  chosen: readonly string[];
  onChoose: (chosen: string[]) => void;
};

export function OptionPicker({ optionNames, skus, chosen, onChoose }: OptionPickerProps) {
  const words = useWords();
  return optionNames.map((name, option) => (
    <fieldset key={name.zh} className={styles.option}>
      <legend className={styles.optionName}>{words(name)}</legend>
      <div className={styles.optionValues}>
        {valuesOf(skus, option).map((value) => {
          const isChosen = chosen[option] === value;
          return (
            <button
              key={value}
              type="button"
              className={styles.optionValue}
              aria-pressed={isChosen}
              data-gone={!isReachable(skus, chosen, option, value) || undefined}
              onClick={() => onChoose(settle(skus, chosen, option, value))}
            >
              {value}
            </button>
          );
        })}
      </div>
    </fieldset>
  ));
}

/** A new value may not go with the other ones: then they follow it to the nearest SKU there is. */
function settle(skus: readonly SkuView[], chosen: readonly string[], option: number, value: string): string[] {
  const wanted = chosen.map((other, index) => (index === option ? value : other));
  const having = skus.filter((sku) => sku.options[option] === value);
  const likeness = (sku: SkuView) => sku.options.filter((each, index) => each === wanted[index]).length + (sku.stock > 0 ? 0.5 : 0);
  return having.toSorted((a, b) => likeness(b) - likeness(a))[0]?.options ?? wanted;
}
