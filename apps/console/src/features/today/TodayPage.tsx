import { useApi } from '@tuanzi/client/react';
import { ZoneContext } from '@tuanzi/ui/time.ts';
import { useContext } from 'react';
import { Page } from '../../layout/Page.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { Days } from './Days.tsx';
import { GettingStarted } from './GettingStarted.tsx';
import { LowStock } from './LowStock.tsx';
import { Needs } from './Needs.tsx';
import { NextSessions } from './NextSessions.tsx';
import { TodayNumbers } from './TodayNumbers.tsx';
import { TodaySkeleton } from './TodaySkeleton.tsx';
import './today.css';

/** Which part of the day it is on the shop's clock. */
function partOfDay(zone: string): 'night' | 'morning' | 'noon' | 'afternoon' | 'evening' {
  const hour = Number(new Intl.DateTimeFormat('en', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date()));
  if (hour < 5) return 'night';
  if (hour < 11) return 'morning';
  if (hour < 14) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}

export function TodayPage() {
  const t = useT();
  const { shopId, me } = useSession();
  const zone = useContext(ZoneContext);
  const today = useApi('GET /api/console/shops/{shopId}/today', { params: { shopId } }, { refetchEveryMs: 15_000 });
  // An answer that did not come now and then does not take away the last one.
  if (today.isError && today.data === undefined) return <ProblemPage problem={today.error} onRetry={() => void today.refetch()} />;
  if (today.data === undefined) return <TodaySkeleton />;
  return (
    <Page title={t(`today.hello.${partOfDay(zone)}`, { name: me.nickname })}>
      <div className="cs-stack" data-testid="today">
        <GettingStarted />
        <Needs today={today.data} />
        <TodayNumbers today={today.data} />
        <div className="td-columns">
          <Days days={today.data.days} />
          <div className="cs-stack">
            <NextSessions sessions={today.data.sessions} />
            {today.data.lowStock.length > 0 ? <LowStock rows={today.data.lowStock} /> : null}
          </div>
        </div>
      </div>
    </Page>
  );
}
