import type { ApiReply } from '@tuanzi/client';
import { useApi } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { ChevronRight } from 'lucide-react';
import { useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import styles from './products.module.css';

export type Play = ApiReply<'GET /api/home'>['plays'][number];

/** The running group buy of a product, if a card for it stands somewhere: its price holds only by a card. */
export function usePlayOf(productId: string): Play | undefined {
  const home = useApi('GET /api/home', {});
  return home.data?.plays.find(
    (play) =>
      play.cardId !== null &&
      play.groupBuy.campaign.productId === productId &&
      play.groupBuy.campaign.state === 'running' &&
      play.groupBuy.campaign.quotaLeft > 0,
  );
}

export function TeamStrip({ play: { groupBuy }, onOpen }: { play: Play; onOpen: () => void }) {
  const t = useT();
  const countdown = useCountdown(groupBuy.campaign.endsAt, useClockOffset());
  const members = groupBuy.openTeams.flatMap((team) => team.members);
  return (
    <button type="button" className={styles.strip} onClick={onOpen} data-testid="team-strip">
      <span className={styles.stripFaces}>
        {members.slice(0, 3).map((member) => (
          <Avatar key={member.id} id={member.id} nickname={member.nickname} pictureUrl={member.avatarUrl ?? undefined} sizePx={28} />
        ))}
      </span>
      <span className={styles.stripWords}>
        <span>
          {members.length > 0
            ? t('product.inTeams', { count: members.length })
            : t('team.sheetTitle', { count: groupBuy.campaign.teamSize })}
        </span>
        <span className="sh-faint tz-figures">{countdown.words}</span>
      </span>
      <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
