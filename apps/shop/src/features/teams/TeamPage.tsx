import type { ApiReply } from '@tuanzi/client';
import { useApi } from '@tuanzi/client/react';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { useCountdown } from '@tuanzi/ui/time.ts';
import { House } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useT } from '../../messages.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { followedLink } from '../../shell/trace.ts';
import { useClockOffset } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { BuySheet, type BuyWish } from '../products/BuySheet.tsx';
import { HowItWorks, OpenTeams } from './GroupBuySheet.tsx';
import { Seats } from './Seats.tsx';
import { type Shared, ShareSheet } from './ShareSheet.tsx';
import { TeamStatus } from './TeamStatus.tsx';
import styles from './teams.module.css';

export type TeamAnswer = ApiReply<'GET /api/teams/{teamId}'>;

/** What a shared team link opens: who invites, what, for how much, who is in, how long, one button. */
export function TeamPage() {
  const t = useT();
  const { teamId = '' } = useParams();
  const answer = useApi('GET /api/teams/{teamId}', { params: { teamId } }, { refetchEveryMs: 5000, staleMs: 2000 });
  return (
    <>
      <PageBar
        title={t('team.title')}
        right={
          <Link to="/" className={styles.homeLink} aria-label={t('tab.home')}>
            <House size={22} strokeWidth={1.75} aria-hidden="true" />
          </Link>
        }
      />
      {answer.data !== undefined ? (
        <Team key={teamId} answer={answer.data} />
      ) : answer.isError ? (
        <ProblemNote problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function useInvitation({ team, campaign }: TeamAnswer) {
  const t = useT();
  const words = useWords();
  const [query, setQuery] = useSearchParams();
  const [shared, setShared] = useState<Shared | null>(null);
  const invite = () =>
    setShared({ kind: 'team', id: team.id, text: t('share.teamText', { title: words(campaign.product.title), count: team.seatsLeft }) });
  const mayInvite = query.get('share') === '1' && team.state === 'open';
  useEffect(() => {
    if (!mayInvite) return;
    invite();
    // Asked once: coming back to this page later must not open the sheet again.
    setQuery(
      (before) => {
        before.delete('share');
        return before;
      },
      { replace: true },
    );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- runs for the question in the address alone
  }, [mayInvite]);
  return { shared, invite, closeShare: () => setShared(null) };
}

function Team({ answer }: { answer: TeamAnswer }) {
  const t = useT();
  const { team, campaign, cardId, mine, otherTeams } = answer;
  const [wish, setWish] = useState<BuyWish | null>(null);
  const { shared, invite, closeShare } = useInvitation(answer);
  const countdown = useCountdown(team.endsAt, useClockOffset());
  const isIn = mine !== null && (mine.state === 'paid' || mine.state === 'reserved');
  const canJoin = !isIn && team.state === 'open' && team.seatsLeft > 0 && !countdown.isOver;
  const canOpen = cardId !== null && campaign.state === 'running' && campaign.quotaLeft > 0;
  const buy = (teamId?: string) =>
    setWish({ productId: campaign.productId, groupBuy: { campaign, cardId: cardId ?? undefined, teamId }, cardId: cardId ?? undefined });
  return (
    <div className={`${styles.page} sh-with-foot`} data-testid="team-page" data-state={team.state}>
      <Inviter answer={answer} />
      <Goods answer={answer} />
      <section className={styles.panel}>
        <TeamStatus answer={answer} countdown={countdown} />
        <Seats team={team} />
      </section>
      {canJoin || isIn ? null : (
        <section className={styles.panel}>
          <OpenTeams teams={otherTeams} onJoin={(other) => buy(other.id)} />
          {otherTeams.length === 0 ? <p className="sh-faint">{t('team.noOthers')}</p> : null}
        </section>
      )}
      {isIn && team.state === 'completed' ? null : (
        <section className={styles.panel}>
          <h3 className={styles.subheading}>{t('team.how')}</h3>
          <HowItWorks size={team.size} minutes={campaign.teamMinutes} />
        </section>
      )}
      <div className="sh-foot">
        <TeamAction
          answer={answer}
          canJoin={canJoin}
          canOpen={canOpen}
          onJoin={() => buy(team.id)}
          onOpen={() => buy()}
          onInvite={invite}
        />
      </div>
      <BuySheet wish={wish} onClose={() => setWish(null)} />
      <ShareSheet shared={shared} onClose={closeShare} />
    </div>
  );
}

function Inviter({ answer: { team, mine } }: { answer: TeamAnswer }) {
  const t = useT();
  const link = followedLink();
  const sharer = link?.targetId === team.id ? link.sharer : team.leader;
  const words =
    mine === null || mine.state === 'released'
      ? t('team.invites', { name: sharer.nickname })
      : mine.movedTo !== null || team.state === 'failed'
        ? t('team.wasYours')
        : t('team.yours');
  return <p className={styles.inviter}>{words}</p>;
}

function Goods({ answer: { campaign, team } }: { answer: TeamAnswer }) {
  const t = useT();
  const words = useWords();
  const saveFen = campaign.shopPriceFen - campaign.lowestPriceFen;
  return (
    <Link to={`/products/${campaign.productId}`} className={styles.goods}>
      <span className={styles.goodsPicture}>
        <Picture src={campaign.product.picture?.url} colour={campaign.product.picture?.blur} alt="" radius="m" isFirst sizes="112px" />
      </span>
      <span className={styles.groupFacts}>
        <span className={`${styles.goodsTitle} tz-line-2`}>{words(campaign.product.title)}</span>
        <span className={styles.priceLine}>
          <span className="tz-chip" data-tone="persimmon">
            {t('team.size', { count: team.size })}
          </span>
          <Price fen={campaign.lowestPriceFen} size="l" />
        </span>
        {saveFen > 0 ? (
          <span className="sh-faint">
            {t('team.alonePrice')} <Price fen={campaign.shopPriceFen} size="s" tone="ink" />
          </span>
        ) : null}
      </span>
    </Link>
  );
}

type TeamActionProps = {
  answer: TeamAnswer;
  canJoin: boolean;
  canOpen: boolean;
  onJoin: () => void;
  onOpen: () => void;
  onInvite: () => void;
};

/** The one button. What it does follows from the team and from whether I am in it. */
function TeamAction({ answer: { team, campaign, mine }, canJoin, canOpen, onJoin, onOpen, onInvite }: TeamActionProps) {
  const t = useT();
  if (mine?.movedTo)
    return (
      <Link className="tz-button" data-tone="primary" data-wide to={`/teams/${mine.movedTo}`} data-testid="moved-team">
        {t('team.seeNew')}
      </Link>
    );
  if (mine?.state === 'reserved')
    return (
      <Link className="tz-button" data-tone="primary" data-wide to={`/pay/${mine.orderId}`} data-testid="pay-seat">
        {t('team.paySeat')}
      </Link>
    );
  if (mine?.state === 'paid' && team.state === 'open')
    return (
      <button type="button" className="tz-button" data-tone="primary" data-wide onClick={onInvite} data-testid="invite">
        {t('team.invite', { count: team.size - team.paidCount })}
      </button>
    );
  if (mine !== null && mine.state !== 'released')
    return (
      <>
        <Link
          className="tz-button"
          data-tone={team.state === 'completed' ? 'primary' : 'soft'}
          data-wide
          to={`/orders/${mine.orderId}`}
          data-testid="see-order"
        >
          {t('team.seeOrder')}
        </Link>
        {team.state === 'failed' && canOpen ? (
          <button type="button" className="tz-button" data-tone="primary" data-wide onClick={onOpen} data-testid="open-team">
            {t('team.openMine')}
          </button>
        ) : null}
      </>
    );
  if (canJoin) {
    return (
      <button type="button" className={`tz-button ${styles.joinButton}`} data-tone="primary" data-wide onClick={onJoin} data-testid="join">
        {t('team.join')}
        <Price fen={campaign.lowestPriceFen} tone="ink" />
      </button>
    );
  }
  if (canOpen)
    return (
      <button type="button" className="tz-button" data-tone="primary" data-wide onClick={onOpen} data-testid="open-team">
        {t('team.openMine')}
      </button>
    );
  return (
    <Link className="tz-button" data-tone="primary" data-wide to="/">
      {t('team.lookAround')}
    </Link>
  );
}
