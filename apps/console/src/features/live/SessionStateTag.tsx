import type { SessionCard } from '@tuanzi/contract/live';
import { useT } from '../../messages.ts';

const tones: Readonly<Record<SessionCard['state'], string | undefined>> = {
  scheduled: 'sky',
  live: 'live',
  interrupted: 'honey',
  ended: undefined,
  cancelled: undefined,
};

export function SessionStateTag({ state }: { state: SessionCard['state'] }) {
  const t = useT();
  return (
    <span className="tz-chip lv-state" data-tone={tones[state]} data-testid="session-state">
      {state === 'live' ? <i className="lv-pulse" /> : null}
      {t(`live.state.${state}`)}
    </span>
  );
}
