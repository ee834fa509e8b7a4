import type { TeamView } from '@tuanzi/contract/group-buy';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useT } from '../../messages.ts';
import styles from './teams.module.css';

const drawnMax = 10;

/** Who is in, and the seats that wait, drawn one by one. A seat somebody is paying for just now is drawn half taken. */
export function Seats({ team }: { team: TeamView }) {
  const t = useT();
  const held = Math.max(0, team.size - team.paidCount - team.seatsLeft);
  const empty = team.state === 'open' ? team.seatsLeft : 0;
  const members = team.members.slice(0, drawnMax);
  const room = Math.max(0, drawnMax - members.length);
  const drawnHeld = Math.min(team.state === 'open' ? held : 0, room);
  const drawnEmpty = Math.min(empty, room - drawnHeld);
  const rest = team.size - members.length - drawnHeld - drawnEmpty;
  return (
    <ul className={styles.seats} aria-label={t('team.seatsLabel', { paid: team.paidCount, size: team.size })} data-testid="seats">
      {members.map((member) => (
        <li key={member.id} className={styles.seat}>
          <span className={styles.seatFace}>
            <Avatar id={member.id} nickname={member.nickname} pictureUrl={member.avatarUrl ?? undefined} sizePx={52} />
            {member.isLeader ? <span className={styles.seatLeader}>{t('team.leader')}</span> : null}
          </span>
          <span className="sh-faint tz-line-1">{member.nickname}</span>
        </li>
      ))}
      {Array.from({ length: drawnHeld }, (_, index) => (
        <li key={`held${index}`} className={styles.seat}>
          <span className={styles.seatHeld}>…</span>
          <span className="sh-faint">{t('team.paying')}</span>
        </li>
      ))}
      {Array.from({ length: drawnEmpty }, (_, index) => (
        <li key={`empty${index}`} className={styles.seat}>
          <span className={styles.seatEmpty}>?</span>
          <span className="sh-faint">{t('team.free')}</span>
        </li>
      ))}
      {rest > 0 && team.state === 'open' ? (
        <li className={styles.seat}>
          <span className={styles.seatEmpty}>+{rest}</span>
        </li>
      ) : null}
    </ul>
  );
}
