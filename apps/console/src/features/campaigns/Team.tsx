import { PlusOutlined } from '@ant-design/icons';
import type { TeamView } from '@tuanzi/contract/group-buy';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useCountdown, useTimeFormat } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';

/** One team as it is now: who is in, how many are missing, how long it still runs. */
export function Team({ team }: { team: TeamView }) {
  const t = useT();
  const { relative } = useTimeFormat();
  const { words } = useCountdown(team.endsAt);
  const missing = team.size - team.paidCount;
  const held = missing - team.seatsLeft;
  const seats = Math.min(missing, 8);
  return (
    <li className="cp-team" data-testid="team">
      <span className="cp-faces">
        {team.members.slice(0, 8).map((member) => (
          <span key={member.id} className="cp-face" title={member.nickname} data-leader={member.isLeader || undefined}>
            <Avatar
              id={member.id}
              nickname={member.nickname}
              {...(member.avatarUrl !== null && { pictureUrl: member.avatarUrl })}
              sizePx={36}
            />
          </span>
        ))}
        {team.state === 'open'
          ? Array.from({ length: seats }, (_, seat) => (
              <span key={seat} className="cp-face cp-seat" aria-hidden="true">
                <PlusOutlined />
              </span>
            ))
          : null}
      </span>
      <span className="cp-team-words">
        <strong className="tz-line-1">
          {team.leader.nickname}
          <span className="cs-quiet"> · {t('campaigns.leader')}</span>
        </strong>
        <span className="cs-quiet cs-small tz-figures">
          {team.paidCount} / {team.size}
          {team.state === 'open' && held > 0 ? ` · ${t('campaigns.held', { count: held })}` : ''}
        </span>
      </span>
      {team.state === 'open' ? (
        <span className="cs-right">
          <strong className="cp-need">{t('campaigns.need', { count: missing })}</strong>
          <span className="cs-quiet cs-small tz-figures">{words}</span>
        </span>
      ) : null}
      {team.state === 'completed' && team.completedAt !== null ? (
        <span className="tz-chip" data-tone="leaf">
          {t('campaigns.completedAt', { when: relative(team.completedAt) })}
        </span>
      ) : null}
    </li>
  );
}
