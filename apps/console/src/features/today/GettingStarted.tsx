import { ArrowRightOutlined, CheckCircleFilled } from '@ant-design/icons';
import { useApi } from '@tuanzi/client/react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';

/** Whether a list of the shop has anything in it; undefined until that is known. */
function hasAny(list: { readonly items: readonly unknown[] } | undefined): boolean | undefined {
  return list === undefined ? undefined : list.items.length > 0;
}

/** What a new shop does first, in the order that works; gone once all of it is done. Each step is read off the shop itself. */
export function GettingStarted() {
  const t = useT();
  const { shopId } = useSession();
  const mayPlan = useIsAtLeast('operator');
  const mayChange = useIsAtLeast('admin');
  const first = { params: { shopId }, query: { limit: 1 } } as const;
  const settings = useApi('GET /api/console/shops/{shopId}', { params: { shopId } }, { staleMs: 60_000 });
  const products = useApi('GET /api/console/shops/{shopId}/products', { params: { shopId }, query: { limit: 1, status: 'on_sale' } });
  const campaigns = useApi('GET /api/console/shops/{shopId}/group-buys', first);
  const communities = useApi('GET /api/console/shops/{shopId}/communities', first);
  const sessions = useApi('GET /api/console/shops/{shopId}/sessions', first);
  const steps = [
    ...(mayChange
      ? [
          {
            key: 'seller' as const,
            to: '/settings',
            isDone: settings.data === undefined ? undefined : settings.data.seller.legalName !== '',
          },
        ]
      : []),
    { key: 'products' as const, to: '/products/new', isDone: hasAny(products.data) },
    { key: 'campaigns' as const, to: '/campaigns/new', isDone: hasAny(campaigns.data) },
    { key: 'communities' as const, to: '/communities', isDone: hasAny(communities.data) },
    { key: 'sessions' as const, to: '/live/new', isDone: hasAny(sessions.data) },
  ];
  // Half an answer would flash steps that are long done.
  if (!mayPlan || steps.some(({ isDone }) => isDone === undefined) || steps.every(({ isDone }) => isDone === true)) return null;
  const next = steps.find(({ isDone }) => isDone === false)?.key;
  return (
    <section className="cs-panel" data-testid="getting-started">
      <h2>{t('today.start.title')}</h2>
      <ol className="td-steps">
        {steps.map(({ key, to, isDone }, index) => (
          <li key={key} data-state={isDone === true ? 'done' : key === next ? 'next' : 'later'}>
            <Link to={to} data-testid={`start-${key}`}>
              <span className="td-step-mark" aria-hidden="true">
                {isDone === true ? <CheckCircleFilled /> : index + 1}
              </span>
              <span className="td-row-words">
                <strong>{t(`today.start.${key}`)}</strong>
                <span className="cs-quiet cs-small">{isDone === true ? t('today.start.done') : t(`today.start.${key}Words`)}</span>
              </span>
              {isDone === true ? null : <ArrowRightOutlined />}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
