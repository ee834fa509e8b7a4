import { useCommand } from '@tuanzi/client/react';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { categoryDepthMax } from '@tuanzi/contract/category-limits';
import { App, Form, Input, Modal, type ButtonProps } from 'antd';
import { typedText } from '../../../layout/typed-text.ts';
import { useProblems } from '../../../layout/use-problems.ts';
import { useT } from '../../../messages.ts';
import { useSession } from '../../../session.tsx';
import { CategorySelect } from './CategorySelect.tsx';
import { afterCategories, heightOf, levelOf, lineTo, useCategories } from './use-categories.ts';

interface Fields {
  nameZh: string;
  nameEn?: string;
  parentId: string | null;
}
export type Edited = { readonly category: CategoryView } | { readonly under: string | null };
interface Props {
  readonly edited: Edited | null;
  readonly onClose: () => void;
  readonly onCreated?: (categoryId: string) => void;
}

/** A new category, or the name and the place of one there is. */
export function CategoryDialog({ edited, onClose, onCreated }: Props) {
  const t = useT();
  const [form] = Form.useForm<Fields>();
  return (
    <Modal
      title={t(edited !== null && 'category' in edited ? 'products.categories.editTitle' : 'products.categories.newTitle')}
      open={edited !== null}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('list.save')}
      destroyOnHidden
      okButtonProps={{ 'data-testid': 'category-save' } as ButtonProps}
    >
      {edited === null ? null : <CategoryForm form={form} edited={edited} onDone={onClose} {...(onCreated && { onCreated })} />}
    </Modal>
  );
}

type FormProps = {
  readonly form: ReturnType<typeof Form.useForm<Fields>>[0];
  readonly edited: Edited;
  readonly onDone: () => void;
  readonly onCreated?: (categoryId: string) => void;
};

function CategoryForm({ form, edited, onDone, onCreated }: FormProps) {
  const t = useT();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const items = useCategories().data?.items ?? [];
  const category = 'category' in edited ? edited.category : null;
  const create = useCommand('POST /api/console/shops/{shopId}/categories', { invalidates: afterCategories });
  const rename = useCommand('PATCH /api/console/shops/{shopId}/categories/{categoryId}', { invalidates: afterCategories });
  const move = useCommand('POST /api/console/shops/{shopId}/categories/{categoryId}/move', { invalidates: afterCategories });
  const failed = useProblems(form, {
    category_name_taken: 'nameZh',
    category_too_deep: 'parentId',
    category_cycle: 'parentId',
    'name.zh': 'nameZh',
    'name.en': 'nameEn',
  });
  const height = category === null ? 1 : heightOf(items, category.id);
  const mayHold = (parent: CategoryView) => {
    const line = lineTo(items, parent.id);
    return line.length + height <= categoryDepthMax && !line.some(({ id }) => id === category?.id);
  };
  const save = async ({ nameZh, nameEn, parentId }: Fields) => {
    const name = typedText(nameZh, nameEn) ?? { zh: '' };
    try {
      if (category === null) {
        const { id } = await create.mutateAsync({ params: { shopId }, body: { name, parentId } });
        onCreated?.(id);
      } else {
        const params = { shopId, categoryId: category.id };
        // First the place: where it goes the name may be free, and where it was it may not.
        if (parentId !== category.parentId)
          await move.mutateAsync({ params, body: { parentId, position: levelOf(items, parentId).length } });
        if (name.zh !== category.name.zh || name.en !== category.name.en) await rename.mutateAsync({ params, body: { name } });
      }
      void message.success(t('list.saved'));
      onDone();
    } catch (error) {
      failed(error);
    }
  };
  const initial: Fields =
    category === null
      ? { nameZh: '', nameEn: '', parentId: 'under' in edited ? edited.under : null }
      : { nameZh: category.name.zh, nameEn: category.name.en ?? '', parentId: category.parentId };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(fields) => void save(fields)}>
      <Form.Item
        name="nameZh"
        label={t('products.categories.nameZh')}
        rules={[{ required: true, whitespace: true, message: t('products.categories.nameMissing') }]}
      >
        <Input maxLength={120} autoFocus data-testid="category-name" />
      </Form.Item>
      <Form.Item name="nameEn" label={t('products.categories.nameEn')}>
        <Input maxLength={200} data-testid="category-name-en" />
      </Form.Item>
      <Form.Item name="parentId" label={t('products.categories.under')}>
        <CategorySelect placeholder={t('products.categories.top')} isOffered={mayHold} />
      </Form.Item>
    </Form>
  );
}
