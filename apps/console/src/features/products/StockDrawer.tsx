import { useApi, useApiPages, useCommand } from '@tuanzi/client/react';
import type { ProductView, SkuView } from '@tuanzi/contract/catalog';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button, Drawer, Form, Grid, Input, InputNumber, Segmented, Select } from 'antd';
import { sentenceOf } from '../../client.ts';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useChoiceText, useText } from '../../layout/use-text.ts';
import { useT } from '../../messages.ts';
import { useIsAtLeast } from '../../session.tsx';

/** The units of one product, SKU by SKU: adjust them with a reason, and see every change there was. */
export function StockDrawer({
  shopId,
  productId,
  skuId,
  onChoose,
  onClose,
}: {
  shopId: string;
  productId: string | null;
  skuId: string | null;
  onChoose: (skuId: string) => void;
  onClose: () => void;
}) {
  const t = useT();
  const text = useText();
  const isWide = Grid.useBreakpoint().md === true;
  const product = useApi(
    'GET /api/console/shops/{shopId}/products/{productId}',
    { params: { shopId, productId: productId ?? '' } },
    { isEnabled: productId !== null },
  );
  const sku = product.data?.skus.find(({ id }) => id === skuId);
  return (
    <Drawer
      open={productId !== null && skuId !== null}
      onClose={onClose}
      size={isWide ? 520 : '100%'}
      destroyOnHidden
      title={
        product.data === undefined ? t('products.stockDrawer.title') : `${t('products.stockDrawer.title')} · ${text(product.data.title)}`
      }
    >
      {product.isError ? <ListProblem problem={product.error} onRetry={() => void product.refetch()} /> : null}
      {product.isPending && productId !== null ? <TableSkeleton rows={4} /> : null}
      {product.data === undefined || sku === undefined ? null : (
        <div className="cs-stack" data-testid="stock-drawer">
          <SkuChooser product={product.data} skuId={sku.id} onChoose={onChoose} />
          <Adjust key={sku.id} shopId={shopId} sku={sku} />
          <History shopId={shopId} skuId={sku.id} />
        </div>
      )}
    </Drawer>
  );
}

function SkuChooser({ product, skuId, onChoose }: { product: ProductView; skuId: string; onChoose: (skuId: string) => void }) {
  const choice = useChoiceText();
  if (product.skus.length === 1) return null;
  const options = product.skus.map((sku) => ({ value: sku.id, label: `${choice(sku.options) || sku.code} (${sku.stock})` }));
  return options.length <= 3 ? (
    <Segmented block value={skuId} onChange={onChoose} options={options} />
  ) : (
    <Select value={skuId} onChange={onChoose} options={options} />
  );
}

function Adjust({ shopId, sku }: { shopId: string; sku: SkuView }) {
  const t = useT();
  const { message } = App.useApp();
  const mayChange = useIsAtLeast('operator');
  const [form] = Form.useForm<{ change: number; reason: string }>();
  const change = Form.useWatch('change', form);
  const adjust = useCommand('POST /api/console/shops/{shopId}/stock', {
    invalidates: [
      'GET /api/console/shops/{shopId}/products',
      'GET /api/console/shops/{shopId}/products/{productId}',
      'GET /api/console/shops/{shopId}/stock/{skuId}/history',
      'GET /api/console/shops/{shopId}/today',
    ],
    onDone: () => {
      form.resetFields();
      void message.success(t('products.stockDrawer.done'));
    },
  });
  return (
    <section>
      <div className="pr-now">
        <strong className="tz-figures">{t('products.preview.stock', { count: sku.stock })}</strong>
      </div>
      {mayChange ? (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(body) =>
            adjust.mutate(
              { params: { shopId }, body: { skuId: sku.id, change: body.change, reason: body.reason.trim() } },
              { onError: (error) => void message.error(sentenceOf(error)) },
            )
          }
        >
          <div className="pr-adjust">
            <Form.Item
              name="change"
              label={t('products.stockDrawer.change')}
              extra={
                typeof change === 'number' && change !== 0
                  ? t('products.stockDrawer.after', { count: sku.stock + change })
                  : t('products.stockDrawer.changeHint')
              }
              rules={[
                { required: true, type: 'number', message: t('list.missing') },
                { validator: (_, value) => (value === 0 ? Promise.reject(new Error(t('products.stockDrawer.zero'))) : Promise.resolve()) },
              ]}
            >
              <InputNumber precision={0} min={-1_000_000} max={1_000_000} data-testid="stock-change" />
            </Form.Item>
            <Form.Item
              name="reason"
              label={t('products.stockDrawer.reason')}
              rules={[{ required: true, whitespace: true, message: t('products.stockDrawer.reasonMissing') }]}
            >
              <Input maxLength={120} placeholder={t('products.stockDrawer.reasonHint')} data-testid="stock-reason" />
            </Form.Item>
          </div>
          <Button type="primary" htmlType="submit" loading={adjust.isPending} data-testid="stock-apply">
            {t('products.stockDrawer.apply')}
          </Button>
        </Form>
      ) : null}
    </section>
  );
}

const kinds = ['opened', 'adjusted', 'reserved', 'released', 'taken', 'returned'] as const;
const signed = (change: number) => (change > 0 ? `+${change}` : String(change));

function History({ shopId, skuId }: { shopId: string; skuId: string }) {
  const t = useT();
  const { date } = useTimeFormat();
  const history = useApiPages('GET /api/console/shops/{shopId}/stock/{skuId}/history', { params: { shopId, skuId }, query: { limit: 30 } });
  const items = history.data ?? [];
  return (
    <section>
      <h3 className="pr-history-title">{t('products.stockDrawer.history')}</h3>
      {history.isError ? <ListProblem problem={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.isPending ? <TableSkeleton rows={4} /> : null}
      {history.isSuccess && items.length === 0 ? <p className="cs-quiet">{t('products.stockDrawer.none')}</p> : null}
      <ul className="pr-history">
        {items.map((row) => (
          <li key={row.id}>
            <span>
              <strong>{t(`products.stockDrawer.kinds.${kinds.find((kind) => kind === row.kind) ?? 'other'}`)}</strong>
              {row.kind === 'adjusted' && row.reason !== '' ? ` · ${row.reason}` : ''}
              <time className="cs-quiet cs-small tz-figures" dateTime={row.at}>
                {date(row.at, 'second')}
              </time>
            </span>
            <span className="cs-right tz-figures">
              {row.onHandChange === 0 ? null : <strong data-minus={row.onHandChange < 0 || undefined}>{signed(row.onHandChange)}</strong>}
              {row.reservedChange === 0 ? null : (
                <span className="cs-quiet cs-small">{t('products.stockDrawer.held', { change: signed(row.reservedChange) })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <LoadMore pages={history} count={items.length} />
    </section>
  );
}
