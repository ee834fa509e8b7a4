import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useT } from '../../messages.ts';
import { skusFor, type OptionDraft, type ProductDraft, type Words } from './product-draft.ts';

interface Props {
  draft: ProductDraft;
  isWrong: boolean;
  isTooMany: boolean;
  onChange: (draft: ProductDraft) => void;
}

/** Up to three options with their choices; the SKUs follow. */
export function OptionsEditor({ draft, isWrong, isTooMany, onChange }: Props) {
  const t = useT();
  const { options } = draft;
  const setOptions = (next: readonly OptionDraft[]) => onChange({ ...draft, options: next, skus: skusFor(next, draft.skus, options) });
  const change = (index: number, changes: Partial<OptionDraft>) =>
    setOptions(options.map((option, at) => (at === index ? { ...option, ...changes } : option)));
  return (
    <section className="cs-panel">
      <h2>{t('products.edit.options')}</h2>
      <p className="cs-quiet pr-words">{t('products.edit.optionsWords')}</p>
      {options.map((option, index) => (
        <div key={option.key} className="pr-option">
          <Form.Item
            label={t('products.edit.optionName')}
            {...(isWrong && option.name.zh.trim() === '' && { validateStatus: 'error' as const })}
          >
            <Input
              value={option.name.zh}
              maxLength={120}
              placeholder={t('products.edit.optionNameHint')}
              onChange={(event) => change(index, { name: { ...option.name, zh: event.target.value } })}
              data-testid={`option-name-${index}`}
            />
          </Form.Item>
          <Form.Item label={t('products.edit.optionNameEn')}>
            <Input
              value={option.name.en}
              maxLength={200}
              onChange={(event) => change(index, { name: { ...option.name, en: event.target.value } })}
            />
          </Form.Item>
          <Form.Item
            label={t('products.edit.optionValues')}
            {...(isWrong && option.values.length === 0 && { validateStatus: 'error' as const })}
            className="pr-option-values"
          >
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              value={option.values.map(({ zh }) => zh)}
              tokenSeparators={[',', '，', '、']}
              placeholder={t('products.edit.optionValuesHint')}
              data-testid={`option-values-${index}`}
              onChange={(values: string[]) => change(index, { values: keepEnglish(values, option.values) })}
            />
          </Form.Item>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('products.edit.removeOption')}
            onClick={() => setOptions(options.filter((_, at) => at !== index))}
            className="pr-option-remove"
          />
          {option.values.length === 0 ? null : (
            <Form.Item label={t('products.edit.optionValuesEn')} className="pr-option-english">
              <div className="pr-option-english-values">
                {option.values.map((value) => (
                  <label key={value.zh}>
                    <span className="tz-line-1 cs-quiet">{value.zh}</span>
                    <Input
                      value={value.en}
                      maxLength={200}
                      aria-label={t('products.edit.optionValueEn', { value: value.zh })}
                      onChange={(event) =>
                        change(index, {
                          values: option.values.map((each) => (each === value ? { ...each, en: event.target.value } : each)),
                        })
                      }
                      data-testid="option-value-en"
                    />
                  </label>
                ))}
              </div>
            </Form.Item>
          )}
        </div>
      ))}
      {isWrong ? <Alert type="error" showIcon title={t('products.edit.optionEmpty')} className="or-alert" /> : null}
      {isTooMany ? <Alert type="error" showIcon title={t('products.edit.tooMany')} className="or-alert" /> : null}
      {options.length < 3 ? (
        <Button
          icon={<PlusOutlined />}
          onClick={() => setOptions([...options, { key: `new${Date.now()}`, name: { zh: '', en: '' }, values: [] }])}
          data-testid="add-option"
        >
          {t('products.edit.addOption')}
        </Button>
      ) : null}
    </section>
  );
}

/** The values as typed, once each; those that were there keep their English. */
function keepEnglish(typed: readonly string[], before: readonly Words[]): Words[] {
  const values = new Set(typed.map((value) => value.trim()).filter((value) => value !== '' && value.length <= 120));
  return [...values].map((zh) => before.find((value) => value.zh === zh) ?? { zh, en: '' });
}
