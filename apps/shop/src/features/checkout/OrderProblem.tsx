import { isProblem } from '@tuanzi/client';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import styles from './checkout.module.css';
import { checkoutPath, type Intent } from './intent.ts';

/** Why the order was not placed, and the way on: nothing was charged, and often there is another team. */
export function OrderProblem({ problem, intent }: { problem: unknown; intent: Intent }) {
  const t = useT();
  const code = isProblem(problem) ? problem.code : undefined;
  const { offer } = intent;
  const alone = checkoutPath({ lines: intent.lines, ...(intent.sceneId !== undefined && { sceneId: intent.sceneId }) });
  const isTeamGone = code === 'team_full' || code === 'team_ended' || code === 'already_in_team';
  return (
    <div className={styles.problem} role="alert" data-testid="order-problem" data-code={code}>
      <p className={styles.problemTitle}>{isProblem(problem) ? problem.title : t('common.somethingWrong')}</p>
      <p className="sh-faint">{t('checkout.notCharged')}</p>
      <div className={styles.problemWays}>
        {isTeamGone && offer?.teamId !== undefined ? (
          <Link className="tz-button" data-size="s" data-tone="soft" to={`/teams/${offer.teamId}`}>
            {t('checkout.otherTeams')}
          </Link>
        ) : null}
        {(code === 'team_full' || code === 'team_ended') && offer?.cardId !== undefined ? (
          <Link
            className="tz-button"
            data-size="s"
            data-tone="primary"
            replace
            to={checkoutPath({ ...intent, offer: { kind: 'group-buy', campaignId: offer.campaignId, cardId: offer.cardId } })}
          >
            {t('team.openMine')}
          </Link>
        ) : null}
        {offer !== undefined && !isTeamGone ? (
          <Link className="tz-button" data-size="s" data-tone="soft" replace to={alone}>
            {t('product.buyAlone')}
          </Link>
        ) : null}
      </div>
    </div>
  );
}
