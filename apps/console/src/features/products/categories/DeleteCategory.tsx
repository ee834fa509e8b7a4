import { useCommand } from '@tuanzi/client/react';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { App, Modal, Radio, type ButtonProps } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../../client.ts';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { useSession } from '../../../session.tsx';
import { CategorySelect } from './CategorySelect.tsx';
import { afterCategories, levelOf, lineTo, useCategories } from './use-categories.ts';

/** What is in a category goes where somebody says, before it is deleted. */
export function DeleteCategory({ category, onClose }: { category: CategoryView | null; onClose: () => void }) {
  const t = useT();
  const text = useText();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const items = useCategories().data?.items ?? [];
  const [isMoving, setIsMoving] = useState(false);
  const [targetId, setTargetId] = useState<string | null>(null);
  const remove = useCommand('DELETE /api/console/shops/{shopId}/categories/{categoryId}', { invalidates: afterCategories });
  const isInUse = category !== null && (category.productCount > 0 || levelOf(items, category.id).length > 0);
  const close = () => {
    setIsMoving(false);
    setTargetId(null);
    onClose();
  };
  const run = async () => {
    if (category === null) return;
    const productsTo = isMoving ? (targetId ?? 'none') : 'none';
    try {
      await remove.mutateAsync({ params: { shopId, categoryId: category.id }, query: isInUse ? { productsTo } : {} });
      void message.success(t('products.categories.deleted'));
      close();
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const stays = ({ id }: CategoryView) => !lineTo(items, id).some((each) => each.id === category?.id);
  return (
    <Modal
      title={t('products.categories.deleteTitle', { name: text(category?.name) })}
      open={category !== null}
      onCancel={close}
      onOk={() => void run()}
      okText={t('products.categories.delete')}
      confirmLoading={remove.isPending}
      okButtonProps={{ danger: true, disabled: isMoving && targetId === null, 'data-testid': 'category-delete' } as ButtonProps}
      destroyOnHidden
    >
      {!isInUse ? (
        <p>{t('products.categories.deleteEmpty')}</p>
      ) : (
        <div className="cs-stack">
          <p>{t('products.categories.deleteWords', { count: category.productCount })}</p>
          <Radio.Group
            className="pr-category-choice"
            value={isMoving}
            onChange={(event: { target: { value?: boolean } }) => setIsMoving(event.target.value === true)}
            options={[
              { value: false, label: t('products.categories.productsToNone') },
              { value: true, label: t('products.categories.productsTo') },
            ]}
          />
          {isMoving ? (
            <CategorySelect value={targetId} onChange={setTargetId} isOffered={stays} placeholder={t('products.categories.choose')} />
          ) : null}
        </div>
      )}
    </Modal>
  );
}
