import { isProblem } from '@tuanzi/client';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import styles from './checkout.module.css';
import { checkoutPath, type Intent } from './intent.ts';

/** Why an order is not possible: what a refused command said, or what the quote found. */
export type Refusal = { readonly code: string | undefined; readonly title: string | undefined };

export function refusalOf(error: unknown): Refusal {
  return isProblem(error) ? { code: error.code, title: error.title } : { code: undefined, title: undefined };
}

/** A refusal about the play itself: there is another way to go on, and it is offered. */
export function isAboutOffer(code: string | undefined): boolean {
  return code !== undefined && /^(team_|campaign_|offer_|already_in_team)/.test(code);
}

/** A refusal after which the price was worked out anew: the new total waits for a look. */
export function isRequoted(code: string | undefined): boolean {
  return code === 'price_changed' || code === 'coupon_unusable';
}

type OrderProblemProps = {
  refusal: Refusal;
  intent: Intent;
  /** The total before and after, where that is what changed. */
  change?: { readonly wasFen: number; readonly nowFen: number } | undefined;
};

/** Why the order was not placed, and the way on: nothing was charged, and often there is another team. */
export function OrderProblem({ refusal: { code, title }, intent, change }: OrderProblemProps) {
  const t = useT();
  return (
    <div className={styles.problem} role="alert" data-testid="order-problem" data-code={code}>
      <p className={styles.problemTitle}>{title ?? t('common.somethingWrong')}</p>
      <p className="sh-faint">
        {change === undefined ? null : (
          <span className="tz-figures">{t('checkout.priceWas', { was: formatFen(change.wasFen), now: formatFen(change.nowFen) })} </span>
        )}
        {t('checkout.notCharged')} {isRequoted(code) ? t('coupon.problem') : null}
      </p>
      {intent.offer === undefined || !isAboutOffer(code) ? null : <OtherWays code={code} intent={intent} offer={intent.offer} />}
    </div>
  );
}

function OtherWays({ code, intent, offer }: { code: string | undefined; intent: Intent; offer: NonNullable<Intent['offer']> }) {
  const t = useT();
  const isTeamGone = code === 'team_full' || code === 'team_ended';
  const alone = checkoutPath({ lines: intent.lines, ...(intent.sceneId !== undefined && { sceneId: intent.sceneId }) });
  const { teamId, campaignId, cardId } = offer;
  return (
    <div className={styles.problemWays}>
      {isTeamGone && cardId !== undefined ? (
        <Link
          className="tz-button"
          data-size="s"
          data-tone="primary"
          replace
          to={checkoutPath({ ...intent, offer: { kind: 'group-buy', campaignId, cardId } })}
          data-testid="way-open"
        >
          {t('team.openMine')}
        </Link>
      ) : null}
      {teamId !== undefined && (isTeamGone || code === 'already_in_team') ? (
        <Link
          className="tz-button"
          data-size="s"
          data-tone={code === 'already_in_team' ? 'primary' : 'soft'}
          to={`/teams/${teamId}`}
          data-testid="way-team"
        >
          {t(code === 'already_in_team' ? 'checkout.myTeam' : 'checkout.otherTeams')}
        </Link>
      ) : null}
      {code === 'already_in_team' ? null : (
        <Link className="tz-button" data-size="s" data-tone={isTeamGone ? 'quiet' : 'soft'} replace to={alone} data-testid="way-alone">
          {t('product.buyAlone')}
        </Link>
      )}
    </div>
  );
}
