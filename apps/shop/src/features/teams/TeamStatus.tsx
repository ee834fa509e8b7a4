import type { Countdown } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import type { TeamAnswer } from './TeamPage.tsx';
import styles from './teams.module.css';

/** How the team stands, in one sentence and, while it is open, a clock. */
export function TeamStatus({ answer: { team, mine }, countdown }: { answer: TeamAnswer; countdown: Countdown }) {
  const t = useT();
  if (mine?.movedTo)
    return <Words title={t('team.movedTitle')} words={t(team.state === 'failed' ? 'team.movedLateWords' : 'team.movedWords')} />;
  if (team.state === 'completed')
    return mine === null ? (
      <Words title={t('team.fullTitle')} words={t('team.fullWords')} />
    ) : (
      <Words tone="leaf" title={t('team.doneTitle')} words={t('team.doneWords')} />
    );
  if (team.state === 'failed' || countdown.isOver) return <Words title={t('team.failedTitle')} words={t(refundKey(mine))} />;
  const short = team.size - team.paidCount;
  return (
    <section className={styles.status} aria-live="polite">
      <h2 className={styles.statusTitle} data-testid="team-status">
        {team.seatsLeft === 0 ? t('team.allHeld') : t('team.shortTitle', { count: short })}
      </h2>
      <p className={`${styles.clock} tz-figures`}>{countdown.words}</p>
    </section>
  );
}

/** Honest about the money: nothing was paid, it is on its way back, or it is back. */
function refundKey(mine: TeamAnswer['mine']): 'team.failedWords' | 'team.refundingWords' | 'team.refundedWords' {
  if (mine === null || mine.state === 'released' || mine.state === 'reserved') return 'team.failedWords';
  return mine.state === 'refunded' ? 'team.refundedWords' : 'team.refundingWords';
}

function Words({ title, words, tone }: { title: string; words: string; tone?: 'leaf' }) {
  return (
    <section className={styles.status} aria-live="polite">
      <h2 className={styles.statusTitle} data-tone={tone} data-testid="team-status">
        {title}
      </h2>
      <p className="sh-faint">{words}</p>
    </section>
  );
}
