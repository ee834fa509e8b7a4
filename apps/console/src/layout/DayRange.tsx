import { ZoneContext } from '@tuanzi/ui/time.ts';
import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useContext } from 'react';
import { fromWall, toWall } from './zone-time.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const format = 'YYYY-MM-DD';

/** A day of the address, or undefined: an address may say anything. */
export function dayOf(value: string | undefined): string | undefined {
  return value !== undefined && dayPattern.test(value) && dayjs(value).isValid() ? value : undefined;
}

/** The first moment of one day and the last of another on the shop's clock, as instants: [from, before). */
export function instantsOf(from: string | undefined, to: string | undefined, zone: string): { from?: string; before?: string } {
  return {
    ...(from !== undefined && { from: fromWall(dayjs(from), zone) }),
    ...(to !== undefined && { before: fromWall(dayjs(to).add(1, 'day'), zone) }),
  };
}

/** Whole days on the shop's clock, from one to another. */
export function DayRange({
  label,
  from,
  to,
  onChange,
}: {
  label: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}) {
  const zone = useContext(ZoneContext);
  const today = toWall(new Date().toISOString(), zone).startOf('day');
  const written = (day: Dayjs | null | undefined) => day?.format(format);
  return (
    <DatePicker.RangePicker
      className="cs-days"
      aria-label={label}
      placeholder={[label, '']}
      allowEmpty={[true, true]}
      value={[from === undefined ? null : dayjs(from), to === undefined ? null : dayjs(to)]}
      maxDate={today}
      onChange={(range) => onChange(written(range?.[0]), written(range?.[1]))}
      data-testid="day-range"
    />
  );
}
