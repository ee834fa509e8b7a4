import { CloseOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import type { ProductCard } from '@tuanzi/contract/catalog';
import { useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { ListProblem } from '../../../layout/ListProblem.tsx';
import { LoadMore } from '../../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../../layout/TableSkeleton.tsx';
import { Thumb } from '../../../layout/Thumb.tsx';
import { useDebounced } from '../../../layout/use-debounced.ts';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { rowHeightPx, useRowDrag } from './use-row-drag.ts';
import './shelf-editor.css';

const shelfMax = 100;
type ChangeShelf = (now: readonly ProductCard[]) => readonly ProductCard[];
interface EditorProps {
  readonly shopId: string;
  readonly value: readonly ProductCard[];
  /** Is given how the shelf changes, not what it becomes: of two quick taps neither is lost. */
  readonly onChange: (change: ChangeShelf) => void;
}

/** What will be sold and in which order: dragged by its grip, or moved with the arrow keys. */
export function ShelfEditor({ shopId, value, onChange }: EditorProps) {
  const t = useT();
  const text = useText();
  const [isAdding, setIsAdding] = useState(false);
  const drag = useRowDrag(value, (next) => onChange(() => next));
  return (
    <div className="shf">
      <p className="cs-quiet shf-head">
        {value.length === 0 ? t('live.plan.shelfEmpty') : t('live.plan.pieces', { count: value.length })} · {t('live.plan.shelfWords')}
      </p>
      <ul className="shf-list" style={{ height: value.length * rowHeightPx }}>
        {value.map((product, index) => (
          <li
            key={product.id}
            className="shf-row"
            data-dragged={drag.draggedId === product.id ? true : undefined}
            style={{ transform: `translateY(${drag.offsetOf(product.id, index)}px)` }}
            data-testid={`shelf-row-${product.id}`}
          >
            <button
              type="button"
              className="shf-grip"
              aria-label={t('live.plan.shelfMove', { name: text(product.title) })}
              {...drag.gripOf(product.id, index)}
            >
              <HolderOutlined />
            </button>
            <span className="tz-figures shf-number">{drag.numberOf(product.id, index)}</span>
            <Thumb picture={product.picture} />
            <span className="tz-line-1">{text(product.title)}</span>
            <Price fen={product.priceFen} size="s" />
            <Button
              type="text"
              icon={<CloseOutlined />}
              aria-label={t('live.plan.shelfRemove', { name: text(product.title) })}
              onClick={() => onChange((now) => now.filter((each) => each.id !== product.id))}
            />
          </li>
        ))}
      </ul>
      <Button
        block
        type="dashed"
        icon={<PlusOutlined />}
        disabled={value.length >= shelfMax}
        onClick={() => setIsAdding(true)}
        data-testid="shelf-add"
      >
        {value.length >= shelfMax ? t('live.plan.shelfFull') : t('live.plan.shelfAdd')}
      </Button>
      <Modal title={t('live.plan.shelfAdd')} open={isAdding} onCancel={() => setIsAdding(false)} footer={null} destroyOnHidden>
        <Picker shopId={shopId} value={value} onChange={onChange} />
      </Modal>
    </div>
  );
}

function Picker({ shopId, value, onChange }: EditorProps) {
  const t = useT();
  const text = useText();
  const [q, setQ] = useState('');
  const asked = useDebounced(q.trim(), 300);
  const pages = useApiPages('GET /api/console/shops/{shopId}/products', {
    params: { shopId },
    query: { status: 'on_sale', limit: 30, ...(asked !== '' && { q: asked }) },
  });
  return (
    <>
      <Input
        allowClear
        value={q}
        onChange={(event) => setQ(event.target.value)}
        placeholder={t('live.plan.shelfSearch')}
        aria-label={t('live.plan.shelfSearch')}
      />
      {pages.isError ? (
        <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <TableSkeleton rows={4} />
      ) : (
        <div className="shf-picker">
          {pages.data.length === 0 ? <Empty drawing="products" title={t('live.plan.shelfNothing')} /> : null}
          <ul>
            {pages.data.map((product) => {
              const isHere = value.some((each) => each.id === product.id);
              return (
                <li key={product.id} className="shf-choice">
                  <Thumb picture={product.picture} />
                  <span className="tz-line-1">{text(product.title)}</span>
                  <Price fen={product.priceFen} size="s" />
                  <Button
                    disabled={isHere || value.length >= shelfMax}
                    onClick={() => onChange((now) => (now.some((each) => each.id === product.id) ? now : [...now, product]))}
                    data-testid={`shelf-add-${product.id}`}
                  >
                    {t(isHere ? 'live.plan.added' : 'live.plan.add')}
                  </Button>
                </li>
              );
            })}
          </ul>
          <LoadMore pages={pages} count={pages.data.length} />
        </div>
      )}
    </>
  );
}
