import { Link } from 'react-router';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

export function LowStock({ rows }: { rows: TodayView['lowStock'] }) {
  const t = useT();
  const text = useText();
  return (
    <section className="cs-panel">
      <h2>{t('today.lowStock')}</h2>
      <ul className="td-list">
        {rows.slice(0, 8).map((row) => (
          <li key={row.skuId}>
            <Link className="td-row" to={`/products?stock=${row.skuId}&of=${row.productId}`}>
              <span className="td-row-words">
                <strong className="tz-line-1">{text(row.title)}</strong>
                <span className="cs-quiet cs-small tz-line-1">{row.options.join(' · ')}</span>
              </span>
              <span className="tz-chip" data-tone={row.stock === 0 ? 'persimmon' : 'honey'}>
                {t('today.left', { count: row.stock })}
              </span>
              <span className="cs-link cs-small">{t('today.restock')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
