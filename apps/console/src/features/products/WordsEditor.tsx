import { Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { CategoryDialog } from './categories/CategoryDialog.tsx';
import { CategorySelect } from './categories/CategorySelect.tsx';
import type { ProductDraft, Words } from './product-draft.ts';

type Field = 'title' | 'subtitle' | 'origin' | 'story';

/** The words in one language at a time, so that the page stays short. */
export function WordsEditor({
  draft,
  isTitleMissing,
  onChange,
}: {
  draft: ProductDraft;
  isTitleMissing: boolean;
  onChange: (changes: Partial<ProductDraft>) => void;
}) {
  const t = useT();
  const [language, setLanguage] = useState<keyof Words>('zh');
  const [isAdding, setIsAdding] = useState(false);
  const field = (name: Field) => ({
    value: draft[name][language],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: { ...draft[name], [language]: event.target.value } }),
    ...(language === 'en' && { placeholder: draft[name].zh }),
  });
  const isChinese = language === 'zh';
  return (
    <section className="cs-panel">
      <div className="td-head">
        <h2>{t('products.edit.words')}</h2>
        <Segmented
          size="small"
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: t('list.zh') },
            { value: 'en', label: t('list.en') },
          ]}
        />
      </div>
      {isChinese ? null : <p className="cs-quiet pr-words">{t('products.edit.englishHint')}</p>}
      <Form.Item
        label={isChinese ? t('products.edit.name') : t('products.edit.nameEn')}
        {...(isTitleMissing && isChinese && { validateStatus: 'error' as const, help: t('products.edit.nameMissing') })}
      >
        <Input {...field('title')} maxLength={isChinese ? 120 : 200} data-testid={`title-${language}`} />
      </Form.Item>
      <Form.Item label={isChinese ? t('products.edit.subtitle') : t('products.edit.subtitleEn')}>
        <Input {...field('subtitle')} maxLength={isChinese ? 120 : 200} />
      </Form.Item>
      <div className="se-two">
        <Form.Item label={isChinese ? t('products.edit.origin') : t('products.edit.originEn')}>
          <Input {...field('origin')} maxLength={isChinese ? 120 : 200} />
        </Form.Item>
        <Form.Item label={t('products.edit.category')}>
          <CategorySelect
            value={draft.categoryId}
            onChange={(categoryId) => onChange({ categoryId })}
            placeholder={t('products.categories.choose')}
            testId="product-category"
            onAdd={() => setIsAdding(true)}
          />
        </Form.Item>
      </div>
      <CategoryDialog
        edited={isAdding ? { under: draft.categoryId } : null}
        onClose={() => setIsAdding(false)}
        onCreated={(categoryId) => onChange({ categoryId })}
      />
      <Form.Item label={isChinese ? t('products.edit.story') : t('products.edit.storyEn')}>
        <Input.TextArea
          {...field('story')}
          autoSize={{ minRows: 4, maxRows: 14 }}
          maxLength={2000}
          showCount
          {...(isChinese && { placeholder: t('products.edit.storyHint') })}
        />
      </Form.Item>
    </section>
  );
}
