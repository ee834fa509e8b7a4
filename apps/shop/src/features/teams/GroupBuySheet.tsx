import type { GroupBuyCard, TeamView } from '@tuanzi/contract/group-buy';
import { useApi } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useWords } from '../../shell/use-words.ts';
import { BuySheet, type BuyWish } from '../products/BuySheet.tsx';
import styles from './teams.module.css';
import { TeamRow } from './TeamRow.tsx';

export type GroupBuyDoor = { readonly groupBuy: GroupBuyCard; readonly cardId: string | null; readonly sceneId?: string | undefined };
type GroupBuySheetProps = { door: GroupBuyDoor | null; onClose: () => void; onLeave?: () => void };

/** Join a team that waits, or open one: the two ways into a group buy, and how it works in three steps. */
export function GroupBuySheet({ door, onClose, onLeave }: GroupBuySheetProps) {
  const t = useT();
  const [shown, setShown] = useState(door);
  if (door !== null && door !== shown) setShown(door);
  const [wish, setWish] = useState<BuyWish | null>(null);
  const fresh = useApi(
    'GET /api/group-buys/{campaignId}',
    { params: { campaignId: shown?.groupBuy.campaign.id ?? '' } },
    { isEnabled: door !== null, staleMs: 3000 },
  );
  if (shown === null) return null;
  const groupBuy = fresh.data ?? shown.groupBuy;
  const { campaign } = groupBuy;
  const buy = (team?: TeamView) => {
    onClose();
    setWish({
      productId: campaign.productId,
      groupBuy: { campaign, cardId: shown.cardId ?? undefined, teamId: team?.id },
      sceneId: shown.sceneId,
      cardId: shown.cardId ?? undefined,
    });
  };
  return (
    <>
      <Sheet
        isOpen={door !== null}
        onClose={onClose}
        title={t('team.sheetTitle', { count: campaign.teamSize })}
        testId="group-buy-sheet"
        foot={
          <button
            type="button"
            className="tz-button"
            data-tone="primary"
            data-wide
            disabled={campaign.state !== 'running' || campaign.quotaLeft <= 0 || shown.cardId === null}
            onClick={() => buy()}
            data-testid="open-team"
          >
            {campaign.state !== 'running' ? t('team.campaignOver') : campaign.quotaLeft <= 0 ? t('product.soldOut') : t('team.openMine')}
          </button>
        }
      >
        <GroupBuyHead groupBuy={groupBuy} />
        <OpenTeams teams={groupBuy.openTeams} onJoin={buy} />
        <HowItWorks size={campaign.teamSize} minutes={campaign.teamMinutes} />
      </Sheet>
      <BuySheet wish={wish} onClose={() => setWish(null)} {...(onLeave && { onLeave })} />
    </>
  );
}

function GroupBuyHead({ groupBuy: { campaign, paidMembers } }: { groupBuy: GroupBuyCard }) {
  const t = useT();
  const words = useWords();
  return (
    <div className={styles.groupHead}>
      <span className={styles.groupPicture}>
        <Picture src={campaign.product.picture?.url} colour={campaign.product.picture?.blur} alt="" radius="m" />
      </span>
      <div className={styles.groupFacts}>
        <p className="tz-line-2">{words(campaign.product.title)}</p>
        <p className={styles.priceLine}>
          <Price fen={campaign.lowestPriceFen} wasFen={campaign.shopPriceFen} size="l" />
        </p>
        <p className="sh-faint">
          {paidMembers > 0 ? t('team.soFar', { count: paidMembers }) : t('team.beFirst')} · {t('team.left', { count: campaign.quotaLeft })}
        </p>
      </div>
    </div>
  );
}

export function OpenTeams({ teams, onJoin }: { teams: readonly TeamView[]; onJoin: (team: TeamView) => void }) {
  const t = useT();
  const open = teams.filter((team) => team.state === 'open' && team.seatsLeft > 0).slice(0, 5);
  if (open.length === 0) return null;
  return (
    <section className={styles.openTeams}>
      <h3 className={styles.subheading}>{t('team.waiting', { count: open.length })}</h3>
      <div className="sh-list">
        {open.map((team) => (
          <TeamRow key={team.id} team={team} onJoin={() => onJoin(team)} />
        ))}
      </div>
    </section>
  );
}

export function HowItWorks({ size, minutes }: { size: number; minutes: number }) {
  const t = useT();
  const hours = minutes / 60;
  const span = hours >= 1 && Number.isInteger(hours) ? t('team.hours', { count: hours }) : t('team.minutes', { count: minutes });
  return (
    <ol className={styles.steps}>
      <li>{t('team.stepPay')}</li>
      <li>{t('team.stepInvite', { count: size - 1, span })}</li>
      <li>{t('team.stepEnd')}</li>
    </ol>
  );
}
