import { ZoneContext } from '@tuanzi/ui/time.ts';
import { DatePicker, Form, InputNumber, Segmented } from 'antd';
import { useContext } from 'react';
import { fromWall, toWall } from '../../layout/zone-time.ts';
import { useT } from '../../messages.ts';
import type { FieldsProps } from './use-coupon-form.ts';

/** When it can be claimed and when it can be used, on the shop's clock; says so, because the person may sit in another zone. */
export function TimeFields({ draft, isLocked, set, mistakeOf }: FieldsProps) {
  const t = useT();
  const zone = useContext(ZoneContext);
  return (
    <section className="cs-panel">
      <h2>{t('coupons.form.timePanel')}</h2>
      <Form.Item label={t('coupons.form.claimTime')} extra={t('coupons.form.timeZone', { zone })} {...mistakeOf('claimTime')}>
        <Span
          from={draft.claimFrom}
          until={draft.claimUntil}
          zone={zone}
          isLocked={false}
          onChange={(claimFrom, claimUntil) => set({ claimFrom, claimUntil })}
        />
      </Form.Item>
      <Form.Item
        className="cu-use-field"
        label={t('coupons.form.use')}
        extra={draft.use === 'days' ? t('coupons.form.daysHint') : t('coupons.form.timeZone', { zone })}
        {...mistakeOf('use')}
      >
        <div className="cu-use">
          <Segmented
            value={draft.use}
            disabled={isLocked}
            onChange={(use) => set({ use })}
            options={(['days', 'fixed'] as const).map((value) => ({
              value,
              label: <span data-testid={`coupon-use-${value}`}>{t(`coupons.form.useKinds.${value}`)}</span>,
            }))}
          />
          {draft.use === 'days' ? (
            <InputNumber
              min={1}
              max={365}
              precision={0}
              value={draft.validDays}
              disabled={isLocked}
              suffix={t('coupons.form.days')}
              aria-label={t('coupons.form.useKinds.days')}
              onChange={(validDays) => set({ validDays })}
              data-testid="coupon-days"
            />
          ) : (
            <Span
              from={draft.useFrom}
              until={draft.useUntil}
              zone={zone}
              isLocked={isLocked}
              onChange={(useFrom, useUntil) => set({ useFrom, useUntil })}
            />
          )}
        </div>
      </Form.Item>
    </section>
  );
}

interface SpanProps {
  from: string | null;
  until: string | null;
  zone: string;
  isLocked: boolean;
  onChange: (from: string | null, until: string | null) => void;
}

function Span({ from, until, zone, isLocked, onChange }: SpanProps) {
  const read = (at: string | null) => (at === null ? null : toWall(at, zone));
  return (
    <DatePicker.RangePicker
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      allowClear={false}
      disabled={isLocked}
      value={[read(from), read(until)]}
      onChange={(range) => onChange(range?.[0] ? fromWall(range[0], zone) : null, range?.[1] ? fromWall(range[1], zone) : null)}
    />
  );
}
