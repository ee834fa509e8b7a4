import { useQueryClient } from '@tanstack/react-query';
import { invalidateApi, useClient } from '@tuanzi/client/react';
import type { ProductView } from '@tuanzi/contract/catalog';
import { App, Button } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';

/** One state for many products; says honestly how many took it. */
export function BulkBar({ shopId, chosenIds, onDone }: { shopId: string; chosenIds: readonly string[]; onDone: () => void }) {
  const t = useT();
  const { api } = useClient();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);
  const apply = async (status: ProductView['status']) => {
    setIsBusy(true);
    const results: PromiseSettledResult<unknown>[] = [];
    // One after the other: writers to one shop's catalog take turns anyway.
    for (const productId of chosenIds)
      results.push(
        ...(await Promise.allSettled([
          api('POST /api/console/shops/{shopId}/products/{productId}/status', { params: { shopId, productId }, body: { status } }),
        ])),
      );
    setIsBusy(false);
    await invalidateApi(queries, 'GET /api/console/shops/{shopId}/products', 'GET /api/console/shops/{shopId}/products/{productId}');
    const failed = results.filter((result) => result.status === 'rejected');
    const done = results.length - failed.length;
    if (failed[0] === undefined) void message.success(t('products.bulk.done', { count: done }));
    else void message.warning(t('products.bulk.partly', { done, failed: failed.length, reason: sentenceOf(failed[0].reason) }));
    onDone();
  };
  const archive = () =>
    modal.confirm({
      title: t('products.bulk.archiveTitle', { count: chosenIds.length }),
      content: t('products.bulk.archiveWords'),
      okText: t('products.bulk.archive'),
      cancelText: t('list.cancel'),
      onOk: () => apply('archived'),
    });
  return (
    <div className="pr-bulk" role="toolbar">
      <strong className="tz-figures">{t('products.bulk.chosen', { count: chosenIds.length })}</strong>
      <Button size="small" loading={isBusy} onClick={() => void apply('on_sale')} data-testid="bulk-on-sale">
        {t('products.bulk.onSale')}
      </Button>
      <Button size="small" disabled={isBusy} onClick={() => void apply('draft')} data-testid="bulk-draft">
        {t('products.bulk.draft')}
      </Button>
      <Button size="small" disabled={isBusy} onClick={archive}>
        {t('products.bulk.archive')}
      </Button>
      <Button size="small" type="text" disabled={isBusy} onClick={onDone}>
        {t('products.bulk.clear')}
      </Button>
    </div>
  );
}
