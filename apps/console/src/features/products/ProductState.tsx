import type { ProductView } from '@tuanzi/contract/catalog';
import { useT } from '../../messages.ts';

const tones = { draft: 'honey', on_sale: 'leaf', archived: undefined } as const;

export function ProductState({ status }: { status: ProductView['status'] }) {
  const t = useT();
  return (
    <span className="tz-chip" data-tone={tones[status]}>
      {t(`products.states.${status}`)}
    </span>
  );
}
