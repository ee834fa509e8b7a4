import type { SceneEntry } from '@tuanzi/contract/scenes'
import { useT } from '../../messages.ts'
import { useWords } from '../../shell/use-words.ts'
import styles from './live.module.css'

/** The last real order or team, shown for a few seconds. */
export function Ticker({ entries }: { entries: readonly SceneEntry[] }) {
  const t = useT()
  const words = useWords()
  const last = entries.findLast((entry) => entry.type === 'ticker')
  if (last === undefined || last.type !== 'ticker') return <div className={styles.tickerRoom} />
  return (
    <div className={styles.tickerRoom} role="status">
      <p key={last.seq} className={styles.ticker} data-testid="ticker"><span className="tz-line-1">{t(`live.ticker.${last.what}`, { name: last.person, title: words(last.title) })}</span></p>
    </div>
  )
}
