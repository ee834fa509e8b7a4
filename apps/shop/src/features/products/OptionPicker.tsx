import type { ProductView, SkuView } from '@tuanzi/contract/catalog';
import { useWords } from '../../shell/use-words.ts';
import { isReachable, settle, valuesOf } from './options.ts';
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
          const isChosen = chosen[option] === value.zh;
          return (
            <button
              key={value.zh}
              type="button"
              className={styles.optionValue}
              aria-pressed={isChosen}
              data-gone={!isReachable(skus, chosen, option, value.zh) || undefined}
              onClick={() => onChoose(settle(skus, chosen, option, value.zh))}
            >
              {words(value)}
            </button>
          );
        })}
      </div>
    </fieldset>
  ));
}
