import { isProblem } from '@tuanzi/client';
import { isMotionReduced } from '@tuanzi/ui/motion.ts';
import { App, type FormInstance } from 'antd';
import { sentenceOf } from '../client.ts';
import { useT } from '../messages.ts';

type FieldName = string | string[];

/** Paths of the body the server would not take, as `invalid_input` lists them. */
function refusedPaths(error: unknown): readonly string[] {
  if (!isProblem(error, 'invalid_input')) return [];
  const errors = error.detail['errors'];
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((each: { path?: unknown }) => (typeof each.path === 'string' ? [each.path] : []));
}

/**
 * Says a refusal at the field it is about; what belongs to no field is said aloud. `fields` knows the fields of problem
 * codes ("host_not_staff") and of paths in the body ("title.zh"). What was typed stays.
 */
export function useProblems(form: FormInstance, fields: Readonly<Record<string, FieldName>>): (error: unknown) => void {
  const t = useT();
  const { message } = App.useApp();
  return (error) => {
    const byCode = isProblem(error) ? fields[error.code] : undefined;
    const found =
      byCode !== undefined
        ? [{ name: byCode, errors: [sentenceOf(error)] }]
        : refusedPaths(error).flatMap((path) => (fields[path] === undefined ? [] : [{ name: fields[path], errors: [t('list.refused')] }]));
    const [first] = found;
    if (first === undefined) return void message.error(sentenceOf(error));
    form.setFields(found);
    form.scrollToField(first.name, { block: 'center' });
  };
}

/** Brings the first marked mistake of a page into view; call it after the marks have been drawn. */
export function showFirstMistake(): void {
  requestAnimationFrame(() => {
    const first = document.querySelector<HTMLElement>(
      '.ant-form-item-has-error, .ant-input-status-error, .ant-select-status-error, .ant-alert-error',
    );
    first?.scrollIntoView({ block: 'center', behavior: isMotionReduced() ? 'auto' : 'smooth' });
    first?.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true });
  });
}
