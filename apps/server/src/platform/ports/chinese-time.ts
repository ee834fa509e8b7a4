/** China has had one time zone and no summer time since 1991, so its clock is ours plus eight hours. */
const aheadMs = 8 * 3_600_000;

const shifted = (at: Date) => new Date(at.getTime() + aheadMs).toISOString();

/** 2026-11-22T20:15:00+08:00 */
export function chineseInstant(at: Date): string {
  return `${shifted(at).slice(0, 19)}+08:00`;
}

/** 2026-11-22 20:15:00 */
export function chineseClock(at: Date): string {
  return shifted(at).slice(0, 19).replace('T', ' ');
}

/** The instant of 2026-11-22 20:15:00; undefined when it is none. */
export function readChineseClock(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
