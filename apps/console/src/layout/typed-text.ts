import type { Rule } from 'antd/es/form';
import { useT } from '../messages.ts';
import type { ShopText } from './use-text.ts';

/** What was typed in both languages, as it is sent; nothing where there is no Chinese. */
export function typedText(zh: string | undefined, en: string | undefined): { zh: string; en?: string } | null {
  const [chinese, english] = [zh?.trim() ?? '', en?.trim() ?? ''];
  if (chinese === '') return null;
  return english === '' ? { zh: chinese } : { zh: chinese, en: english };
}

/** A text as fields of a form: `introZh`, `introEn`. */
export function fieldsOf<Name extends string>(name: Name, text: ShopText | null): { [Key in `${Name}Zh` | `${Name}En`]: string } {
  const fields = { [`${name}Zh`]: text?.zh ?? '', [`${name}En`]: text?.en ?? '' };
  // The keys are the two the type names.
  return fields as { [Key in `${Name}Zh` | `${Name}En`]: string };
}

/** Chinese stands in where there is no English, so English alone would be shown to nobody who reads Chinese. */
export function useChineseFirst(englishField: string): Rule {
  const t = useT();
  return ({ getFieldValue }) => ({
    validator: (_, chinese: string | undefined) =>
      (chinese ?? '').trim() === '' && String(getFieldValue(englishField) ?? '').trim() !== ''
        ? Promise.reject(new Error(t('list.chineseFirst')))
        : Promise.resolve(),
  });
}
