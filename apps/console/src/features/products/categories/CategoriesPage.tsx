import { ArrowDownOutlined, ArrowUpOutlined, MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { useCommand } from '@tuanzi/client/react';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { categoryDepthMax } from '@tuanzi/contract/category-limits';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { sentenceOf } from '../../../client.ts';
import { ListProblem } from '../../../layout/ListProblem.tsx';
import { Page } from '../../../layout/Page.tsx';
import { TableSkeleton } from '../../../layout/TableSkeleton.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { useIsAtLeast, useSession } from '../../../session.tsx';
import { CategoryDialog, type Edited } from './CategoryDialog.tsx';
import { DeleteCategory } from './DeleteCategory.tsx';
import { afterCategories, levelOf, lineTo, useCategories } from './use-categories.ts';
import '../products.css';

/** The shop's tree of categories, in the order shoppers see it. */
export function CategoriesPage() {
  const t = useT();
  const mayChange = useIsAtLeast('operator');
  const categories = useCategories();
  const [edited, setEdited] = useState<Edited | null>(null);
  const [deleted, setDeleted] = useState<CategoryView | null>(null);
  const items = categories.data?.items ?? [];
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited({ under: null })} data-testid="new-category">
      {t('products.categories.add')}
    </Button>
  );
  return (
    <Page
      title={t('products.categories.title')}
      subtitle={t('products.categories.words')}
      actions={
        <>
          <Link to="/products">
            <Button>{t('list.back')}</Button>
          </Link>
          {mayChange ? add : null}
        </>
      }
    >
      <section className="cs-panel">
        {categories.isError ? <ListProblem problem={categories.error} onRetry={() => void categories.refetch()} /> : null}
        {categories.isPending ? <TableSkeleton rows={5} /> : null}
        {categories.isSuccess && items.length === 0 ? (
          <Empty
            drawing="products"
            title={t('products.categories.none')}
            words={t('products.categories.noneWords')}
            next={mayChange ? add : undefined}
          />
        ) : null}
        <ul className="pr-categories">
          {items.map((category) => (
            <Row key={category.id} category={category} items={items} mayChange={mayChange} onEdit={setEdited} onDelete={setDeleted} />
          ))}
        </ul>
      </section>
      <CategoryDialog edited={edited} onClose={() => setEdited(null)} />
      <DeleteCategory category={deleted} onClose={() => setDeleted(null)} />
    </Page>
  );
}

interface RowProps {
  readonly category: CategoryView;
  readonly items: readonly CategoryView[];
  readonly mayChange: boolean;
  readonly onEdit: (edited: Edited) => void;
  readonly onDelete: (category: CategoryView) => void;
}

function Row({ category, items, mayChange, onEdit, onDelete }: RowProps) {
  const t = useT();
  const text = useText();
  const { language } = useLanguage();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const move = useCommand('POST /api/console/shops/{shopId}/categories/{categoryId}/move', { invalidates: afterCategories });
  const depth = lineTo(items, category.id).length;
  const level = levelOf(items, category.parentId);
  const place = level.findIndex(({ id }) => id === category.id);
  const go = (position: number) =>
    move.mutate(
      { params: { shopId, categoryId: category.id }, body: { parentId: category.parentId, position } },
      { onError: (error) => void message.error(sentenceOf(error)) },
    );
  const other = language === 'en' ? category.name.zh : category.name.en;
  const menu = [
    { key: 'edit', label: t('list.edit'), onClick: () => onEdit({ category }) },
    ...(depth < categoryDepthMax
      ? [{ key: 'under', label: t('products.categories.addUnder'), onClick: () => onEdit({ under: category.id }) }]
      : []),
    { key: 'delete', label: t('products.categories.delete'), danger: true, onClick: () => onDelete(category) },
  ];
  return (
    <li className="pr-category" style={{ paddingInlineStart: `calc(${depth - 1} * var(--tz-space-6))` }} data-testid="category-row">
      <span className="pr-category-words">
        <strong className="tz-line-1">{text(category.name)}</strong>
        <span className="cs-quiet cs-small tz-line-1">
          {other === text(category.name) ? '' : (other ?? t('products.categories.noEnglish'))}
        </span>
      </span>
      <Link className="cs-link cs-small tz-figures" to={`/products?category=${category.id}`}>
        {t('products.categories.products', { count: category.productCount })}
      </Link>
      {mayChange ? (
        <span className="pr-category-actions">
          <Button
            type="text"
            icon={<ArrowUpOutlined />}
            aria-label={t('products.categories.up', { name: text(category.name) })}
            disabled={place === 0 || move.isPending}
            onClick={() => go(place - 1)}
            data-testid="category-up"
          />
          <Button
            type="text"
            icon={<ArrowDownOutlined />}
            aria-label={t('products.categories.down', { name: text(category.name) })}
            disabled={place === level.length - 1 || move.isPending}
            onClick={() => go(place + 1)}
            data-testid="category-down"
          />
          <Dropdown trigger={['click']} placement="bottomRight" menu={{ items: menu }}>
            <Button
              type="text"
              icon={<MoreOutlined />}
              aria-label={t('products.categories.more', { name: text(category.name) })}
              data-testid="category-more"
            />
          </Dropdown>
        </span>
      ) : null}
    </li>
  );
}
