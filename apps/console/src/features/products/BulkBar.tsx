import { useQueryClient } from '@tanstack/react-query';
import { invalidateApi, useClient } from '@tuanzi/client/react';
import { App, Button } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';
import type { ShopProduct } from './ProductsTable.tsx';

interface Step {
  readonly productId: string;
  readonly status: ShopProduct['status'];
}
const undoSeconds = 12;

/** One state for many products; says honestly how many took it, keeps chosen what did not, and takes it back when asked. */
export function BulkBar({
  shopId,
  chosen,
  onChoose,
}: {
  shopId: string;
  chosen: readonly ShopProduct[];
  onChoose: (productIds: readonly string[]) => void;
}) {
  const t = useT();
  const { api } = useClient();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);
  /** Those that were refused, with the reason. */
  const run = async (steps: readonly Step[]) => {
    setIsBusy(true);
    const refused: { productId: string; reason: unknown }[] = [];
    // One after the other: writers to one shop's catalog take turns anyway.
    for (const { productId, status } of steps) {
      try {
        await api('POST /api/console/shops/{shopId}/products/{productId}/status', { params: { shopId, productId }, body: { status } });
      } catch (reason) {
        refused.push({ productId, reason });
      }
    }
    setIsBusy(false);
    await invalidateApi(queries, 'GET /api/console/shops/{shopId}/products', 'GET /api/console/shops/{shopId}/products/{productId}');
    return refused;
  };
  const tell = (refused: Awaited<ReturnType<typeof run>>, count: number, back: readonly Step[]) => {
    const done = count - refused.length;
    const undo = async () => {
      message.destroy();
      tell(await run(back), back.length, []);
    };
    const words =
      refused[0] === undefined
        ? t('products.bulk.done', { count: done })
        : t('products.bulk.partly', { done, failed: refused.length, reason: sentenceOf(refused[0].reason) });
    void message.open({
      type: refused.length === 0 ? 'success' : 'warning',
      duration: undoSeconds,
      content: (
        <>
          {words}
          {back.length === 0 ? null : (
            <Button type="link" size="small" onClick={() => void undo()} data-testid="bulk-undo">
              {t('products.bulk.undo')}
            </Button>
          )}
        </>
      ),
    });
  };
  const apply = async (status: ShopProduct['status']) => {
    const refused = await run(chosen.map(({ id }) => ({ productId: id, status })));
    const isRefused = (id: string) => refused.some(({ productId }) => productId === id);
    // How each of them was before: what undoing goes back to.
    const back = chosen.filter(({ id }) => !isRefused(id)).map((product) => ({ productId: product.id, status: product.status }));
    tell(refused, chosen.length, back);
    onChoose(refused.map(({ productId }) => productId));
  };
  const archive = () =>
    modal.confirm({
      title: t('products.bulk.archiveTitle', { count: chosen.length }),
      content: t('products.bulk.archiveWords'),
      okText: t('products.bulk.archive'),
      cancelText: t('list.cancel'),
      onOk: () => apply('archived'),
    });
  return (
    <div className="pr-bulk" role="toolbar">
      <strong className="tz-figures">{t('products.bulk.chosen', { count: chosen.length })}</strong>
      <Button size="small" loading={isBusy} onClick={() => void apply('on_sale')} data-testid="bulk-on-sale">
        {t('products.bulk.onSale')}
      </Button>
      <Button size="small" disabled={isBusy} onClick={() => void apply('draft')} data-testid="bulk-draft">
        {t('products.bulk.draft')}
      </Button>
      <Button size="small" disabled={isBusy} onClick={archive}>
        {t('products.bulk.archive')}
      </Button>
      <Button size="small" type="text" disabled={isBusy} onClick={() => onChoose([])}>
        {t('products.bulk.clear')}
      </Button>
    </div>
  );
}
