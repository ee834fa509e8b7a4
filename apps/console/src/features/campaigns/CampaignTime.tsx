import { ZoneContext } from '@tuanzi/ui/time.ts';
import { DatePicker, Form } from 'antd';
import { useContext } from 'react';
import { fromWall, toWall } from '../../layout/zone-time.ts';
import { useT } from '../../messages.ts';
import type { CampaignDraft } from './campaign-draft.ts';

interface Props {
  draft: CampaignDraft;
  isLocked: boolean;
  onChange: (changes: Partial<CampaignDraft>) => void;
  mistake: { validateStatus?: 'error'; help?: string };
}

/** From when to when, on the shop's clock; says so, because the person may sit in another zone. */
export function CampaignTime({ draft, isLocked, onChange, mistake }: Props) {
  const t = useT();
  const zone = useContext(ZoneContext);
  const isLonger =
    draft.teamHours !== null &&
    draft.startsAt !== null &&
    draft.endsAt !== null &&
    draft.teamHours * 3_600_000 > Date.parse(draft.endsAt) - Date.parse(draft.startsAt);
  return (
    <Form.Item
      label={t('campaigns.form.time')}
      extra={
        <>
          {t('campaigns.form.timeZone', { zone })}
          {isLonger ? (
            <span className="cp-price-words" data-deep>
              {' '}
              · {t('campaigns.form.teamLonger')}
            </span>
          ) : null}
        </>
      }
      {...mistake}
    >
      <DatePicker.RangePicker
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        disabled={[isLocked, false]}
        allowClear={false}
        value={[draft.startsAt === null ? null : toWall(draft.startsAt, zone), draft.endsAt === null ? null : toWall(draft.endsAt, zone)]}
        onChange={(range) =>
          onChange({ startsAt: range?.[0] ? fromWall(range[0], zone) : null, endsAt: range?.[1] ? fromWall(range[1], zone) : null })
        }
      />
    </Form.Item>
  );
}
