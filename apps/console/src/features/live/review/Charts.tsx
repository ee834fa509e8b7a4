import type { ApiReply } from '@tuanzi/client';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { useT } from '../../../messages.ts';

type Minutes = ApiReply<'GET /api/studio/{sessionId}/dashboard'>['minutes'];
const width = 600;
const height = 160;

/** Three curves over the same minutes: who was there, what was said, what was paid. */
export function Charts({ minutes }: { minutes: Minutes }) {
  const t = useT();
  if (minutes.length === 0) return <Empty drawing="live" title={t('live.reviewPage.notYet')} words={t('live.reviewPage.notYetWords')} />;
  return (
    <div className="rv-charts">
      <Curve
        name={t('live.reviewPage.online')}
        minutes={minutes}
        read={(minute) => minute.online}
        show={(value) => value.toLocaleString()}
        colour="var(--tz-sky)"
      />
      <Curve
        name={t('live.reviewPage.comments')}
        minutes={minutes}
        read={(minute) => minute.comments}
        show={(value) => value.toLocaleString()}
        colour="var(--tz-honey)"
      />
      <Curve
        name={t('live.reviewPage.paid')}
        minutes={minutes}
        read={(minute) => minute.paidFen}
        show={(value) => formatFen(value)}
        colour="var(--tz-persimmon)"
      />
    </div>
  );
}

interface CurveProps {
  readonly name: string;
  readonly minutes: Minutes;
  readonly read: (minute: Minutes[number]) => number;
  readonly show: (value: number) => string;
  readonly colour: string;
}

function Curve({ name, minutes, read, show, colour }: CurveProps) {
  const { date } = useTimeFormat();
  const values = minutes.map(read);
  const most = Math.max(1, ...values);
  const barWidth = width / Math.max(12, values.length);
  const first = minutes[0]?.at;
  const last = minutes.at(-1)?.at;
  return (
    <figure>
      <figcaption>
        <strong>{name}</strong>
        <span className="tz-figures">{show(Math.max(0, ...values))} ↑</span>
      </figcaption>
      <svg
        className="rv-chart"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${show(Math.max(0, ...values))}`}
      >
        <line x1="0" x2={width} y1={height - 1} y2={height - 1} stroke="var(--tz-line)" />
        {values.map((value, index) => {
          const tall = value === 0 ? 0 : Math.max(3, (value / most) * (height - 8));
          return (
            <rect
              key={minutes[index]?.at}
              x={index * barWidth + barWidth * 0.1}
              y={height - tall}
              width={barWidth * 0.8}
              height={tall}
              rx={Math.min(3, barWidth * 0.3)}
              fill={colour}
            >
              <title>{`${date(minutes[index]?.at ?? 0, 'time')} ${show(value)}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="tz-figures">
        <span>{first === undefined ? '' : date(first, 'time')}</span>
        <span>{last === undefined || last === first ? '' : date(last, 'time')}</span>
      </figcaption>
    </figure>
  );
}
