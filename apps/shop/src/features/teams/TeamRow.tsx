import type { TeamView } from '@tuanzi/contract/group-buy';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import styles from './teams.module.css';

/** One team that waits for people, with how many and how long. */
export function TeamRow({ team, onJoin }: { team: TeamView; onJoin: () => void }) {
  const t = useT();
  const countdown = useCountdown(team.endsAt, useClockOffset());
  return (
    <div className={styles.teamRow} data-testid="team-row">
      <span className={styles.faces}>
        {team.members.slice(0, 3).map((member) => (
          <Avatar key={member.id} id={member.id} nickname={member.nickname} pictureUrl={member.avatarUrl ?? undefined} sizePx={32} />
        ))}
      </span>
      <div className={styles.teamRowWords}>
        <p className="tz-line-1">{t('team.oneTeam', { name: team.leader.nickname })}</p>
        <p className="sh-faint tz-figures">
          {t('team.short', { count: team.seatsLeft })} · {countdown.words}
        </p>
      </div>
      <button
        type="button"
        className="tz-button"
        data-size="s"
        data-tone="soft"
        disabled={countdown.isOver}
        onClick={onJoin}
        data-testid="join-team"
      >
        {t('team.joinShort')}
      </button>
    </div>
  );
}
