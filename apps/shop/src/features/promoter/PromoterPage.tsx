import type { ApiReply } from '@tuanzi/client';
import { useApi, useApiPages, useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { PageSkeleton, RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { usePhoneGate } from '../../shell/PhoneGate.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { useMe } from '../../shell/use-me.ts';
import { useWords } from '../../shell/use-words.ts';
import { type Shared, ShareSheet } from '../teams/ShareSheet.tsx';
import { CommissionFilter, type CommissionState } from './CommissionFilter.tsx';
import { EarningsChart } from './EarningsChart.tsx';
import { MoneyMeanings } from './MoneyMeanings.tsx';
import styles from './promoter.module.css';

type Centre = ApiReply<'GET /api/promoter'>;

export function PromoterPage() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const centre = useApi('GET /api/promoter', {}, { isEnabled: me !== null });
  const isOut = isKnown && (me === null || centre.data?.isPromoter === false);
  return (
    <>
      <PageBar title={t('me.promoter')} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : isOut ? (
        <Joining />
      ) : centre.data !== undefined ? (
        <Earnings centre={centre.data} />
      ) : centre.isError ? (
        <ProblemNote problem={centre.error} onRetry={() => void centre.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

/** Joining is free, and the rules stand above the button: what is earned, when, and that nobody has to buy anything. */
function Joining() {
  const t = useT();
  const { withAccount } = usePhoneGate();
  const [hasAccepted, setHasAccepted] = useState(false);
  const join = useCommand('POST /api/promoter', { invalidates: ['GET /api/promoter', 'GET /api/me'] });
  const submit = () => void withAccount(() => join.mutateAsync({ body: { hasAcceptedRules: true } })).catch(notifyProblem);
  return (
    <div className="sh-with-foot" data-testid="promoter-joining">
      <Empty drawing="earnings" title={t('promoter.joinTitle')} words={t('promoter.joinWords')} />
      <ul className={styles.rules}>
        {(['promoter.ruleFree', 'promoter.ruleWhen', 'promoter.ruleRefund', 'promoter.ruleHonest'] as const).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      <label className={styles.accept}>
        <input
          type="checkbox"
          checked={hasAccepted}
          onChange={(event) => setHasAccepted(event.target.checked)}
          data-testid="accept-rules"
        />
        {t('promoter.accept')}
      </label>
      <div className="sh-foot">
        <button
          type="button"
          className="tz-button"
          data-tone="primary"
          data-wide
          disabled={!hasAccepted}
          aria-busy={join.isPending}
          onClick={submit}
          data-testid="promoter-join"
        >
          <span className="tz-button-words">{t('promoter.join')}</span>
        </button>
      </div>
    </div>
  );
}

function Earnings({ centre }: { centre: Centre }) {
  const t = useT();
  const words = useWords();
  const home = useApi('GET /api/home', {});
  const [shared, setShared] = useState<Shared | null>(null);
  const { data } = home;
  const shop = data?.shop;
  const states = [
    ['promoter.pending', centre.pendingFen],
    ['promoter.frozen', centre.frozenFen],
    ['promoter.available', centre.availableFen],
  ] as const;
  return (
    <div className={styles.centre} data-testid="promoter-centre">
      <section className={styles.head}>
        <p className={styles.headLabel}>
          {t('promoter.today')} · <span className="tz-figures">{t('earning.soFar', { sum: formatFen(centre.totalFen) })}</span>
        </p>
        <p className={styles.today}>
          <Price fen={centre.todayFen} size="l" tone="leaf" cents="always" />
        </p>
        <dl className={styles.states}>
          {states.map(([key, fen]) => (
            <div key={key} data-testid={key.replace('.', '-')}>
              <dt>{t(key)}</dt>
              <dd>
                <Price fen={fen} size="s" tone="ink" cents="always" />
              </dd>
            </div>
          ))}
        </dl>
        <MoneyMeanings />
      </section>
      <section className={styles.panel}>
        <h2>{t('promoter.days')}</h2>
        <EarningsChart days={centre.days} />
        <p className="sh-faint">{t('promoter.sums', { orders: centre.ordersCount, visitors: centre.visitorsCount })}</p>
      </section>
      {shop === undefined || shop === null ? null : (
        <button
          type="button"
          className="tz-button"
          data-tone="leaf"
          onClick={() => setShared({ kind: 'shop', id: shop.id, text: words(shop.name) })}
          data-testid="share"
        >
          <Share2 size={18} strokeWidth={1.75} aria-hidden="true" />
          {t('promoter.share')}
        </button>
      )}
      <Commissions />
      <ShareSheet shared={shared} onClose={() => setShared(null)} />
    </div>
  );
}

const tones = { pending: 'honey', frozen: 'sky', available: 'leaf', void: undefined, reversed: undefined } as const;

function Commissions() {
  const t = useT();
  const words = useWords();
  const time = useTimeFormat();
  const [state, setState] = useState<CommissionState | null>(null);
  const commissions = useApiPages('GET /api/promoter/commissions', { query: state === null ? {} : { state } });
  return (
    <section className={styles.panel}>
      <h2>{t('promoter.commissions')}</h2>
      <CommissionFilter chosen={state} onChoose={setState} />
      {commissions.isPending ? <RowsSkeleton rows={3} /> : null}
      {commissions.isError ? <ProblemNote problem={commissions.error} onRetry={() => void commissions.refetch()} /> : null}
      {commissions.data?.length === 0 && state !== null ? <p className="sh-end">{t('earning.noneInState')}</p> : null}
      {commissions.data?.length === 0 && state === null ? (
        <Empty
          drawing="earnings"
          title={t('promoter.noneTitle')}
          words={t('promoter.noneWords')}
          next={
            <Link to="/" className="tz-button" data-tone="soft">
              {t('promoter.pick')}
            </Link>
          }
        />
      ) : null}
      <ul className="sh-list">
        {commissions.data?.map((commission) => (
          <li key={commission.id} className={styles.commission} data-testid="commission-row">
            <span className={styles.commissionWords}>
              <span className="tz-line-1">{words(commission.productTitle)}</span>
              <span className="sh-faint tz-figures">
                {commission.buyerName} · {time.date(commission.createdAt)}
              </span>
              <span className="sh-faint tz-figures">
                {t('earning.rate', { base: formatFen(commission.baseFen), rate: `${commission.rateBasisPoints / 100}%` })}
              </span>
              {commission.releaseAt === null || commission.state !== 'frozen' ? null : (
                <span className="sh-faint tz-figures">{t('promoter.releases', { day: time.date(commission.releaseAt, 'day') })}</span>
              )}
            </span>
            <span className={styles.commissionMoney}>
              <Price
                fen={commission.amountFen - commission.reversedFen}
                tone={commission.state === 'available' ? 'leaf' : 'ink'}
                cents="always"
                size="s"
              />
              <span className="tz-chip" data-tone={tones[commission.state]}>
                {t(`promoter.state.${commission.state}`)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <ListEnd pages={commissions} />
    </section>
  );
}
