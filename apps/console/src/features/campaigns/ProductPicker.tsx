import { useApi } from '@tuanzi/client/react';
import type { ProductView } from '@tuanzi/contract/catalog';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Select } from 'antd';
import { Link } from 'react-router';
import { useState } from 'react';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { Thumb } from '../../layout/Thumb.tsx';
import { useDebounced } from '../../layout/use-debounced.ts';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';

/** One product of the shop that is on sale, found by typing. */
export function ProductPicker({
  shopId,
  product,
  isDisabled,
  placeholder,
  onPick,
}: {
  shopId: string;
  product: ProductView | null;
  isDisabled: boolean;
  placeholder?: string;
  onPick: (product: ProductView) => void;
}) {
  const t = useT();
  const text = useText();
  const [typed, setTyped] = useState('');
  const q = useDebounced(typed.trim());
  const found = useApi(
    'GET /api/console/shops/{shopId}/products',
    { params: { shopId }, query: { status: 'on_sale', limit: 20, ...(q !== '' && { q }) } },
    { keepsPrevious: true, isEnabled: !isDisabled },
  );
  const items: readonly ProductView[] = found.data?.items ?? [];
  const options = product === null || items.some(({ id }) => id === product.id) ? items : [product, ...items];
  return (
    <Select
      value={product?.id ?? null}
      disabled={isDisabled}
      placeholder={placeholder ?? t('campaigns.form.productHint')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      className="cp-picker"
      notFoundContent={
        found.isPending ? (
          <TableSkeleton rows={2} />
        ) : (
          <span className="cp-none">
            {t('campaigns.form.noProducts')}
            <Link className="cs-link" to="/products/new">
              {t('products.add')}
            </Link>
          </span>
        )
      }
      data-testid="pick-product"
      onChange={(id) => {
        const picked = options.find((each) => each.id === id);
        if (picked !== undefined) onPick(picked);
      }}
      options={options.map((each) => ({ value: each.id, label: text(each.title), each }))}
      optionRender={({ data }) => (
        <span className="cs-with-thumb">
          <Thumb picture={data.each.picture} sizePx={36} />
          <span className="cs-words">
            <span className="tz-line-1">{text(data.each.title)}</span>
            <span className="cs-quiet cs-small tz-figures">
              {formatFen(data.each.priceFen, 'auto')} · {t('campaigns.form.stock', { count: data.each.stock })}
            </span>
          </span>
        </span>
      )}
    />
  );
}
