import { ChevronDown } from 'lucide-react';
import { useT } from '../../messages.ts';
import styles from './earning.module.css';

const states = ['pending', 'frozen', 'available'] as const;

/** Each amount in a sentence: why it is not mine yet, and what makes it mine. */
export function MoneyMeanings() {
  const t = useT();
  return (
    <details className={styles.meanings} data-testid="money-meanings">
      <summary>
        {t('earning.meanings')}
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />
      </summary>
      <dl>
        {states.map((state) => (
          <div key={state}>
            <dt>{t(`promoter.${state}`)}</dt>
            <dd>{t(`earning.${state}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
