import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { type Language, useLanguage } from './i18n.ts';

/** The zone dates are shown in: the shop's, because "ships before 18:00" is said there. */
export const ZoneContext = createContext('Asia/Shanghai');

type Instant = string | number | Date;
const toMs = (at: Instant) => (at instanceof Date ? at.getTime() : typeof at === 'number' ? at : Date.parse(at));

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export type DateStyle = 'day' | 'time' | 'minute' | 'second' | 'full';

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { month: 'numeric', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  minute: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  full: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};
const formatters = new Map<string, Intl.DateTimeFormat>();

export function formatDate(at: Instant, style: DateStyle, language: Language, zone = 'Asia/Shanghai'): string {
  const key = `${language} ${zone} ${style}`;
  // Making a formatter costs a hundred times what using it does, and lists use it in every row.
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(language, { ...dateStyles[style], timeZone: zone });
  formatters.set(key, formatter);
  return formatter.format(toMs(at));
}

/** "刚刚", "3 分钟前", "in 2 hours"; beyond a week the day itself. */
export function formatRelative(at: Instant, nowMs: number, language: Language, zone = 'Asia/Shanghai'): string {
  const distance = toMs(at) - nowMs;
  const size = Math.abs(distance);
  if (size < minute) return language === 'en' ? (distance > 0 ? 'in a moment' : 'just now') : distance > 0 ? '马上' : '刚刚';
  if (size >= 7 * day) return formatDate(at, 'day', language, zone);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (size < hour) return relative.format(Math.trunc(distance / minute), 'minute');
  if (size < day) return relative.format(Math.trunc(distance / hour), 'hour');
  return relative.format(Math.trunc(distance / day), 'day');
}

const two = (value: number) => String(value).padStart(2, '0');

/** 11528000 → "03:12:08"; from a day on "2 天 03:12:08". Rounded up, so that 00:00:00 means over. */
export function formatCountdown(remainingMs: number, language: Language): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / second));
  const days = Math.floor(seconds / 86_400);
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (days === 0) return clock;
  return language === 'en' ? `${days}d ${clock}` : `${days} 天 ${clock}`;
}

/** One timer for every countdown on the page; it stands still while nothing counts. */
const clockListeners = new Set<() => void>();
let tickTimer: ReturnType<typeof setInterval> | undefined;
let tickMs = Date.now();

function subscribeClock(listener: () => void): () => void {
  clockListeners.add(listener);
  if (tickTimer === undefined) {
    tickMs = Date.now();
    tickTimer = setInterval(() => {
      tickMs = Date.now();
      for (const wake of clockListeners) wake();
    }, second);
  }
  return () => {
    clockListeners.delete(listener);
    if (clockListeners.size === 0) {
      clearInterval(tickTimer);
      tickTimer = undefined;
    }
  };
}

/** A clock that lags is worse than one read late: while nobody listened, the last tick may be old. */
const readClock = () => (tickTimer === undefined && Date.now() - tickMs > second ? (tickMs = Date.now()) : tickMs);

/** The time now, moving once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribeClock, readClock);
}

export type Countdown = {
  /** "03:12:08" */
  clock: string;
  /** "还剩 03:12:08", "03:12:08 left", or "已结束" */
  words: string;
  remainingMs: number;
  isOver: boolean;
};

/** `serverOffsetMs` is the server's clock minus this one: a phone that is wrong still counts right. */
export function useCountdown(endsAt: Instant, serverOffsetMs = 0): Countdown {
  const { language } = useLanguage();
  const remainingMs = Math.max(0, toMs(endsAt) - (useNow() + serverOffsetMs));
  const clock = formatCountdown(remainingMs, language);
  const isOver = remainingMs === 0;
  const words = isOver ? (language === 'en' ? 'Ended' : '已结束') : language === 'en' ? `${clock} left` : `还剩 ${clock}`;
  return { clock, words, remainingMs, isOver };
}

/** Dates and distances in the language on screen and the shop's zone. */
export function useTimeFormat(): { date: (at: Instant, style?: DateStyle) => string; relative: (at: Instant, nowMs?: number) => string } {
  const { language } = useLanguage();
  const zone = useContext(ZoneContext);
  return useMemo(
    () => ({
      date: (at: Instant, style: DateStyle = 'minute') => formatDate(at, style, language, zone),
      relative: (at: Instant, nowMs = Date.now()) => formatRelative(at, nowMs, language, zone),
    }),
    [language, zone],
  );
}
