import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);
const wall = 'YYYY-MM-DDTHH:mm:ss';

/** An instant as the clock on the shop's wall shows it, for date pickers: they know no zones. */
export function toWall(instant: string, zone: string): Dayjs {
  return dayjs(dayjs.utc(instant).tz(zone).format(wall));
}

/** What a date picker says, read as the shop's clock. */
export function fromWall(shown: Dayjs, zone: string): string {
  return dayjs.tz(shown.format(wall), zone).toISOString();
}
