import type { commissionStates as contractStates } from '@tuanzi/contract/promoters';
import { useT } from '../../messages.ts';
import styles from './earning.module.css';

export type CommissionState = (typeof contractStates)[number];
/** Written again here: the contract's own list would bring the whole of zod to the phone. */
const commissionStates = ['pending', 'frozen', 'available', 'void', 'reversed'] as const satisfies typeof contractStates;

export function CommissionFilter({
  chosen,
  onChoose,
}: {
  chosen: CommissionState | null;
  onChoose: (state: CommissionState | null) => void;
}) {
  const t = useT();
  return (
    <div className={styles.filter} role="group" aria-label={t('earning.filter')}>
      {[null, ...commissionStates].map((state) => (
        <button
          key={state ?? 'all'}
          type="button"
          aria-pressed={chosen === state}
          onClick={() => onChoose(state)}
          data-testid={`commissions-${state ?? 'all'}`}
        >
          {state === null ? t('earning.all') : t(`promoter.state.${state}`)}
        </button>
      ))}
    </div>
  );
}
