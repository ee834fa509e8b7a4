import { Button, Form, Input, InputNumber, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { MoneyInput } from '../../layout/MoneyInput.tsx';
import { useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { shown, skuMistakes, type ProductDraft, type SkuDraft } from './product-draft.ts';

interface Props {
  draft: ProductDraft;
  productId: string | null;
  hasTried: boolean;
  takenCodes: readonly string[];
  isBasisMissing: boolean;
  onChange: (changes: Partial<ProductDraft>) => void;
}
type Row = SkuDraft & { readonly index: number };

/** One row a SKU. Units of a SKU that exists are shown, and changed by an adjustment that keeps its reason. */
export function SkuMatrix({ draft, productId, hasTried, takenCodes, isBasisMissing, onChange }: Props) {
  const t = useT();
  const text = useText();
  const { skus } = draft;
  const choice = (sku: SkuDraft) =>
    sku.options
      .map((zh, index) => text(shown(draft.options[index]?.values.find((value) => value.zh === zh) ?? { zh, en: '' })))
      .join(' · ');
  const change = (index: number, changes: Partial<SkuDraft>) =>
    onChange({ skus: skus.map((sku, at) => (at === index ? { ...sku, ...changes } : sku)) });
  const rows: Row[] = skus.map((sku, index) => ({ ...sku, index }));
  const wrong = (row: Row) =>
    hasTried
      ? skuMistakes(skus, row.index)
      : skuMistakes(skus, row.index).filter((mistake) => mistake === 'codeTwice' || mistake === 'compareLow');
  const help = (row: Row, mistakes: readonly ReturnType<typeof skuMistakes>[number][]) => {
    const found = wrong(row).find((mistake) => mistakes.includes(mistake));
    return found === undefined ? null : <span className="pr-wrong">{t(`products.edit.${found}`)}</span>;
  };
  const isWrong = (row: Row, mistakes: readonly ReturnType<typeof skuMistakes>[number][]) =>
    wrong(row).some((mistake) => mistakes.includes(mistake));
  const isTaken = (row: Row) => takenCodes.includes(row.code.trim());
  const columns: TableColumnsType<Row> = [
    ...(draft.options.length === 0
      ? []
      : [
          {
            title: draft.options
              .map(({ name }) => text(shown(name)))
              .filter((name) => name !== '')
              .join(' · '),
            key: 'options',
            fixed: 'left' as const,
            width: 150,
            render: (_: unknown, row: Row) => <span className="tz-line-2">{choice(row)}</span>,
          },
        ]),
    {
      title: t('products.edit.code'),
      key: 'code',
      width: 150,
      render: (_, row) => (
        <>
          <Input
            value={row.code}
            maxLength={64}
            status={isTaken(row) || isWrong(row, ['codeMissing', 'codeTwice']) ? 'error' : ''}
            aria-label={t('products.edit.code')}
            onChange={(event) => change(row.index, { code: event.target.value })}
            data-testid="sku-code"
          />
          {help(row, ['codeMissing', 'codeTwice'])}
          {isTaken(row) ? <span className="pr-wrong">{t('products.edit.codeTaken')}</span> : null}
        </>
      ),
    },
    {
      title: t('products.edit.price'),
      key: 'price',
      width: 130,
      render: (_, row) => (
        <>
          <MoneyInput
            value={row.priceFen}
            isWrong={isWrong(row, ['priceMissing'])}
            label={t('products.edit.price')}
            onChange={(priceFen) => change(row.index, { priceFen })}
            testId="sku-price"
          />
          {help(row, ['priceMissing'])}
        </>
      ),
    },
    {
      title: t('products.edit.compare'),
      key: 'compare',
      width: 130,
      render: (_, row) => (
        <>
          <MoneyInput
            value={row.compareAtFen}
            isWrong={isWrong(row, ['compareLow'])}
            label={t('products.edit.compare')}
            onChange={(compareAtFen) => change(row.index, { compareAtFen })}
            testId="sku-compare"
          />
          {help(row, ['compareLow'])}
        </>
      ),
    },
    {
      title: t('products.edit.stock'),
      key: 'stock',
      width: 140,
      render: (_, row) =>
        row.id === undefined ? (
          <InputNumber
            value={row.stock}
            min={0}
            max={10_000_000}
            precision={0}
            aria-label={t('products.edit.stock')}
            onChange={(stock) => change(row.index, { stock: stock ?? 0 })}
            data-testid="sku-stock"
          />
        ) : (
          <span className="pr-stock-now tz-figures">
            {t('products.edit.stockNow', { count: row.stock })}{' '}
            <Link className="cs-link cs-small" to={`/products?of=${productId ?? ''}&stock=${row.id}`}>
              {t('products.edit.adjust')}
            </Link>
          </span>
        ),
    },
    {
      title: t('products.edit.weight'),
      key: 'weight',
      width: 120,
      render: (_, row) => (
        <InputNumber
          value={row.weightGrams}
          min={0}
          max={1_000_000}
          precision={0}
          suffix={t('products.edit.gram')}
          aria-label={t('products.edit.weight')}
          onChange={(weightGrams) => change(row.index, { weightGrams: weightGrams ?? 0 })}
        />
      ),
    },
  ];
  const needsBasis = skus.some(({ compareAtFen }) => compareAtFen !== null) || draft.compareBasis !== '';
  return (
    <section className="cs-panel">
      <h2>{t('products.edit.matrix')}</h2>
      {draft.options.length === 0 ? <p className="cs-quiet pr-words">{t('products.edit.single')}</p> : null}
      {skus.length > 2 ? (
        <FillAll
          onFill={(changes) =>
            onChange({ skus: skus.map((sku) => ({ ...sku, ...changes, ...(sku.id !== undefined && { stock: sku.stock }) })) })
          }
        />
      ) : null}
      <Table
        rowKey={(row) => row.options.join(' ')}
        columns={columns}
        dataSource={rows}
        pagination={false}
        size="small"
        scroll={{ x: 'max-content' }}
      />
      {needsBasis ? (
        <Form.Item
          className="pr-basis"
          label={t('products.edit.compareBasis')}
          {...(isBasisMissing && { validateStatus: 'error' as const, help: t('products.edit.compareBasisMissing') })}
        >
          <Input
            value={draft.compareBasis}
            maxLength={120}
            placeholder={t('products.edit.compareBasisHint')}
            onChange={(event) => onChange({ compareBasis: event.target.value })}
            data-testid="compare-basis"
          />
        </Form.Item>
      ) : null}
    </section>
  );
}

function FillAll({ onFill }: { onFill: (changes: Partial<SkuDraft>) => void }) {
  const t = useT();
  const [priceFen, setPriceFen] = useState<number | null>(null);
  const [stock, setStock] = useState<number | null>(null);
  return (
    <div className="pr-fill">
      <span className="pr-fill-price">
        <MoneyInput value={priceFen} placeholder={t('products.edit.price')} label={t('products.edit.price')} onChange={setPriceFen} />
      </span>
      <InputNumber
        value={stock}
        min={0}
        precision={0}
        placeholder={t('products.edit.stock')}
        aria-label={t('products.edit.stock')}
        onChange={setStock}
      />
      <Button
        size="small"
        disabled={priceFen === null && stock === null}
        onClick={() => onFill({ ...(priceFen !== null && { priceFen }), ...(stock !== null && { stock }) })}
      >
        {t('products.edit.fill')}
      </Button>
    </div>
  );
}
