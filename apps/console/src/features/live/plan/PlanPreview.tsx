import type { Picture as StoredPicture } from '@tuanzi/contract/shapes';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Form, type FormInstance } from 'antd';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';

/** The card in the programme, as it is being written. */
export function PlanPreview({ form, cover, count }: { form: FormInstance; cover: StoredPicture | null; count: number }) {
  const t = useT();
  const text = useText();
  const zh = (Form.useWatch('titleZh', form) as string | undefined)?.trim() ?? '';
  const en = (Form.useWatch('titleEn', form) as string | undefined)?.trim() ?? '';
  const startsAt = Form.useWatch('startsAt', form) as { format(pattern: string): string } | null | undefined;
  return (
    <aside className="lv-preview" aria-label={t('live.plan.preview')}>
      <p className="cs-quiet">{t('live.plan.preview')}</p>
      <div className="lv-preview-card">
        <Picture src={cover?.url} alt="" ratio={3 / 4} colour={cover?.blur} radius="m" />
        <span className="tz-chip" data-tone="video">
          {t('live.state.scheduled')}
        </span>
        <div>
          <strong className="tz-line-2">{zh === '' ? t('live.plan.newTitle') : text(en === '' ? { zh } : { zh, en })}</strong>
          <p className="tz-figures">
            {startsAt ? t('live.plan.starts', { when: startsAt.format('MM-DD HH:mm') }) : ''} · {t('live.plan.pieces', { count })}
          </p>
        </div>
      </div>
    </aside>
  );
}
