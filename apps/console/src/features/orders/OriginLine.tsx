import type { ConsoleOrder } from '@tuanzi/contract/orders';
import { useT } from '../../messages.ts';
import { useText } from '../../layout/use-text.ts';
import { useOriginWords } from './origin-words.ts';

/** Where an order came from, in one line of a list. */
export function OriginLine({ origin }: { origin: ConsoleOrder['origin'] }) {
  const t = useT();
  const text = useText();
  const words = useOriginWords();
  if (origin.sceneId === null && origin.sharer === null) return <span className="cs-quiet">{t('orders.direct')}</span>;
  return (
    <span className="or-origin">
      {origin.sceneTitle === null ? null : (
        <span className="tz-line-1">
          {words.scene(origin.sceneKind)} · {text(origin.sceneTitle)}
        </span>
      )}
      {origin.sharer === null ? null : (
        <span className="tz-line-1 cs-quiet cs-small">
          {t('orders.drawer.sharer')} {origin.sharer.nickname}
        </span>
      )}
    </span>
  );
}
