import { Drawer } from 'antd';
import { Link } from 'react-router';
import { useSearch } from '../../layout/use-search.ts';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

const shownHere = 6;
/** So many the server counts; beyond it there are more, and the list says so. */
export const lowStockMax = 20;

export function LowStock({ rows }: { rows: TodayView['lowStock'] }) {
  const t = useT();
  const { read, write } = useSearch();
  return (
    <section className="cs-panel">
      <div className="td-head">
        <h2>{t('today.lowStock')}</h2>
        {rows.length > shownHere ? (
          <button type="button" className="cs-link" onClick={() => write({ low: 'all' })}>
            {t('today.lowStockAll', { count: rows.length })}
          </button>
        ) : null}
      </div>
      <Rows rows={rows.slice(0, shownHere)} />
      <Drawer title={t('today.lowStock')} open={read('low') !== undefined} onClose={() => write({ low: undefined })} size={440}>
        <Rows rows={rows} />
        {rows.length < lowStockMax ? null : (
          <Link className="cs-link" to="/products?sort=stock">
            {t('today.lowStockMore')}
          </Link>
        )}
      </Drawer>
    </section>
  );
}

function Rows({ rows }: { rows: TodayView['lowStock'] }) {
  const t = useT();
  const text = useText();
  const choice = useChoiceText();
  return (
    <ul className="td-list" data-testid="low-stock">
      {rows.map((row) => (
        <li key={row.skuId}>
          <Link className="td-row" to={`/products?stock=${row.skuId}&of=${row.productId}`}>
            <span className="td-row-words">
              <strong className="tz-line-1">{text(row.title)}</strong>
              <span className="cs-quiet cs-small tz-line-1">{choice(row.options)}</span>
            </span>
            <span className="tz-chip" data-tone={row.stock === 0 ? 'persimmon' : 'honey'}>
              {t('today.left', { count: row.stock })}
            </span>
            <span className="cs-link cs-small">{t('today.restock')}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
