import { PlusOutlined } from '@ant-design/icons';
import type { CategoryView } from '@tuanzi/contract/catalog';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { lineTo, useCategories } from './use-categories.ts';

interface Props {
  readonly value?: string | null | undefined;
  readonly onChange?: (categoryId: string | null) => void;
  /** What may be chosen; everything unless told otherwise. */
  readonly isOffered?: (category: CategoryView) => boolean;
  readonly placeholder: string;
  /** Offers to add one that is missing. */
  readonly onAdd?: () => void;
  readonly id?: string;
  readonly testId?: string;
}

/** A category of the tree: set in below what it is under, found by any name on the way to it. */
export function CategorySelect({ value, onChange, isOffered, placeholder, onAdd, id, testId }: Props) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const text = useText();
  const categories = useCategories();
  const items = categories.data?.items ?? [];
  const options = items
    .filter((category) => isOffered?.(category) ?? true)
    .map((category) => {
      const line = lineTo(items, category.id);
      return {
        value: category.id,
        label: line.map(({ name }) => text(name)).join(' › '),
        name: text(category.name),
        depth: line.length - 1,
      };
    });
  return (
    <Select
      // Without its name a choice would be shown as an id.
      value={options.some((option) => option.value === value) ? value : null}
      onChange={(categoryId: string | null | undefined) => onChange?.(categoryId ?? null)}
      options={options}
      optionRender={({ data }) => <span style={{ paddingInlineStart: `calc(${data.depth} * var(--tz-space-4))` }}>{data.name}</span>}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      loading={categories.isPending}
      placeholder={placeholder}
      aria-label={placeholder}
      className="pr-category-select"
      {...(id !== undefined && { id })}
      {...(testId !== undefined && { 'data-testid': testId })}
      open={isOpen}
      onOpenChange={setIsOpen}
      {...(onAdd !== undefined && {
        popupRender: (menu: ReactNode) => (
          <>
            {menu}
            <div className="pr-category-foot">
              <Button
                type="text"
                block
                icon={<PlusOutlined />}
                onClick={() => {
                  setIsOpen(false);
                  onAdd();
                }}
                data-testid="add-category"
              >
                {t('products.categories.add')}
              </Button>
            </div>
          </>
        ),
      })}
    />
  );
}
