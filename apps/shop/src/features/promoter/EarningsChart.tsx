import type { ApiReply } from '@tuanzi/client';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useT } from '../../messages.ts';
import styles from './promoter.module.css';

type Days = ApiReply<'GET /api/promoter'>['days'];
const [width, height] = [300, 84];

/** Thirty bars; the numbers are read aloud as a sentence, and the highest day carries its own. */
export function EarningsChart({ days }: { days: Days }) {
  const t = useT();
  const highestFen = Math.max(0, ...days.map((day) => day.amountFen));
  const sumFen = days.reduce((sum, day) => sum + day.amountFen, 0);
  const step = width / Math.max(1, days.length);
  const top = days.findLast((day) => day.amountFen === highestFen);
  return (
    <figure className={styles.chart}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('promoter.chart', { sum: formatFen(sumFen), days: days.length })}
      >
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--tz-line-strong)" strokeWidth="1" />
        {days.map((day, index) => {
          const barHeight = highestFen === 0 ? 0 : (Math.max(0, day.amountFen) / highestFen) * (height - 6);
          return (
            <rect
              key={day.day}
              x={index * step + step * 0.18}
              width={step * 0.64}
              y={height - Math.max(1.5, barHeight)}
              height={Math.max(1.5, barHeight)}
              rx="1.5"
              fill={barHeight > 0 ? 'var(--tz-leaf)' : 'var(--tz-line-strong)'}
            />
          );
        })}
      </svg>
      <figcaption className={styles.chartFoot}>
        <span>{days[0]?.day.slice(5)}</span>
        {top !== undefined && highestFen > 0 ? (
          <span>{t('promoter.best', { day: top.day.slice(5), sum: formatFen(highestFen) })}</span>
        ) : null}
        <span>{days.at(-1)?.day.slice(5)}</span>
      </figcaption>
    </figure>
  );
}
