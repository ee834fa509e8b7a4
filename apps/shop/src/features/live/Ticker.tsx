import type { SceneEntry } from '@tuanzi/contract/scenes';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './live.module.css';

/** The last real order or team, shown for a few seconds; only what happened since one came in. */
export function Ticker({ entries, head }: { entries: readonly SceneEntry[]; head: number }) {
  const t = useT();
  const words = useWords();
  const [cameInAt, setCameInAt] = useState(head);
  if (cameInAt === 0 && head > 0) setCameInAt(head);
  const last = entries.findLast((entry) => entry.type === 'ticker');
  const isNews = last !== undefined && cameInAt > 0 && last.seq > cameInAt;
  return (
    <div className={styles.tickerRoom} aria-live="polite">
      {isNews && last.type === 'ticker' ? (
        <p key={last.seq} className={styles.ticker} data-testid="ticker">
          <span className="tz-line-1">{t(`live.ticker.${last.what}`, { name: last.person, title: words(last.title) })}</span>
        </p>
      ) : null}
    </div>
  );
}
