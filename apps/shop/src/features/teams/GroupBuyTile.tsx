import type { GroupBuyCard } from '@tuanzi/contract/group-buy';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './teams.module.css';

/** A group buy as a card to act on: in a room, a conversation, on the first page. One look, one button. */
export function GroupBuyTile({
  groupBuy,
  onOpen,
  place = 'page',
}: {
  groupBuy: GroupBuyCard;
  onOpen: () => void;
  place?: 'page' | 'room' | 'chat';
}) {
  const t = useT();
  const words = useWords();
  const { campaign, openTeams } = groupBuy;
  const countdown = useCountdown(campaign.endsAt, useClockOffset());
  const isOver = campaign.state === 'ended' || countdown.isOver;
  const isSoldOut = campaign.quotaLeft <= 0;
  const near = openTeams.filter((team) => team.state === 'open' && team.seatsLeft > 0).toSorted((a, b) => a.seatsLeft - b.seatsLeft)[0];
  return (
    <article className={styles.play} data-place={place} data-over={isOver || undefined} data-testid="group-buy-card">
      <span className={styles.playPicture}>
        <Picture src={campaign.product.picture?.url} colour={campaign.product.picture?.blur} alt="" radius="m" />
      </span>
      <div className={styles.playBody}>
        <p className={styles.playTop}>
          <span className="tz-chip" data-tone="persimmon">
            {t('team.size', { count: campaign.teamSize })}
          </span>
          <span className="sh-faint tz-figures">{countdown.words}</span>
        </p>
        <h3 className={`${styles.playTitle} tz-line-1`}>{words(campaign.title)}</h3>
        <p className={styles.playWords}>
          {near === undefined ? (
            <span className="sh-faint tz-line-1">{t('team.left', { count: campaign.quotaLeft })}</span>
          ) : (
            <>
              <span className={styles.facesSmall}>
                {near.members.slice(0, 3).map((member) => (
                  <Avatar
                    key={member.id}
                    id={member.id}
                    nickname={member.nickname}
                    pictureUrl={member.avatarUrl ?? undefined}
                    sizePx={20}
                  />
                ))}
              </span>
              <span className="sh-faint tz-line-1">{t('team.short', { count: near.seatsLeft })}</span>
            </>
          )}
        </p>
        <div className={styles.playFoot}>
          <span className={styles.priceLine}>
            <Price fen={campaign.lowestPriceFen} wasFen={campaign.shopPriceFen} />
          </span>
          <button
            type="button"
            className="tz-button"
            data-size="s"
            data-tone="primary"
            disabled={isOver}
            onClick={onOpen}
            data-testid="group-buy-open"
          >
            {isOver ? t('team.over') : isSoldOut ? t('product.soldOut') : t('team.go')}
          </button>
        </div>
      </div>
    </article>
  );
}
