import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { invalidateApi, useClient } from '@tuanzi/client/react';
import { App, Button } from 'antd';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';
import type { ShopProduct } from './ProductsTable.tsx';

interface Step {
  readonly productId: string;
  readonly status: ShopProduct['status'];
  /** Undoing goes back only from what it set: what somebody has changed since stays. */
  readonly onlyFrom?: ShopProduct['status'];
}
interface Refused {
  readonly productId: string;
  readonly reason: string;
}
const undoSeconds = 12;

/** Gives back those that were refused, with the reason. One run at a time, also while the bar is away for the undoing. */
function useSteps(shopId: string) {
  const t = useT();
  const { api } = useClient();
  const queries = useQueryClient();
  const mutationKey = ['products bulk', shopId];
  const take = async ({ productId, status, onlyFrom }: Step): Promise<Refused[]> => {
    const params = { shopId, productId };
    try {
      if (onlyFrom !== undefined) {
        const now = await api('GET /api/console/shops/{shopId}/products/{productId}', { params });
        if (now.status !== onlyFrom) return [{ productId, reason: t('products.bulk.changedSince') }];
      }
      await api('POST /api/console/shops/{shopId}/products/{productId}/status', { params, body: { status } });
      return [];
    } catch (error) {
      return [{ productId, reason: sentenceOf(error) }];
    }
  };
  const { mutateAsync } = useMutation({
    mutationKey,
    mutationFn: async (steps: readonly Step[]) => {
      const refused: Refused[] = [];
      // One after the other: writers to one shop's catalog take turns anyway.
      for (const step of steps) refused.push(...(await take(step)));
      await invalidateApi(queries, 'GET /api/console/shops/{shopId}/products', 'GET /api/console/shops/{shopId}/products/{productId}');
      return refused;
    },
  });
  return { run: mutateAsync, isBusy: useIsMutating({ mutationKey }) > 0 };
}

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
  const { message, modal } = App.useApp();
  const { run, isBusy } = useSteps(shopId);
  const tell = (refused: readonly Refused[], count: number, back: readonly Step[]) => {
    const done = count - refused.length;
    const undo = async () => {
      message.destroy();
      void message.loading(t('products.bulk.undoing'), 0);
      const left = await run(back);
      message.destroy();
      tell(left, back.length, []);
    };
    const words =
      refused[0] === undefined
        ? t('products.bulk.done', { count: done })
        : t('products.bulk.partly', { done, failed: refused.length, reason: refused[0].reason });
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
    // What is said of the run before goes, and its undoing with it: the two would run beside each other.
    message.destroy();
    const refused = await run(chosen.map(({ id }) => ({ productId: id, status })));
    const isRefused = (id: string) => refused.some(({ productId }) => productId === id);
    // How each of them that changed was before: what undoing goes back to.
    const back = chosen
      .filter((product) => product.status !== status && !isRefused(product.id))
      .map((product) => ({ productId: product.id, status: product.status, onlyFrom: status }));
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
    <div className="pr-bulk" role="toolbar" aria-label={t('products.bulk.label')}>
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
