/** Length of a one-time code's life, of the wait before another, and wrong guesses allowed on one. */
export const codeLifeMs = 5 * 60_000;
export const codeResendMs = 60_000;
export const codeAttemptsMax = 5;
/** A session unused for so long ends; every use within it prolongs it. */
export const sessionLifeMs = 90 * 24 * 3_600_000;
/** Writing down every use of a session would be a write per request. */
export const sessionTouchMs = 10 * 60_000;
export const addressesMax = 20;

export interface Limit {
  readonly max: number;
  readonly windowMs: number;
}

/**
 * Five guesses a code and twenty codes a day leave a guesser 100 tries in a million a day. Addresses are shared by
 * whole offices and mobile networks, so their limits only stop floods.
 */
export const limits = {
  codesPerPhoneAndHour: { max: 10, windowMs: 3_600_000 },
  codesPerPhoneAndDay: { max: 20, windowMs: 24 * 3_600_000 },
  codesPerIp: { max: 100, windowMs: 3_600_000 },
  passwordsPerEmail: { max: 10, windowMs: 15 * 60_000 },
  wrongSignInsPerIp: { max: 100, windowMs: 3_600_000 },
} as const satisfies Record<string, Limit>;

export type ShopRole = 'owner' | 'admin' | 'operator' | 'host' | 'moderator' | 'staff';
const rank: Readonly<Record<ShopRole, number>> = { owner: 6, admin: 5, operator: 4, host: 3, moderator: 2, staff: 1 };

/** A role includes those below it; nobody has the rights of no role. */
export function isAtLeast(role: ShopRole | null, least: ShopRole): boolean {
  return role !== null && rank[role] >= rank[least];
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** 小团子红 → 小*红, what strangers may see. Counts what people see as one character, so an emoji is never cut. */
export function maskNickname(name: string): string {
  const parts = Array.from(graphemes.segment(name.trim()), (part) => part.segment);
  return parts.length <= 2 ? `${parts[0] ?? ''}*` : `${parts[0]}*${parts.at(-1)}`;
}

export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** zh***@example.com */
export function maskEmail(email: string): string {
  const at = email.indexOf('@');
  return `${email.slice(0, Math.min(2, at))}***${email.slice(at)}`;
}

export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Somebody who gave no name gets one that says nothing about them. */
export function nicknameFor(accountId: string): string {
  return `团友${accountId.slice(-4).toUpperCase()}`;
}

/** What a session list shows of a browser: system and program, or the start of what it said. */
export function deviceName(userAgent: string | undefined): string {
  const agent = (userAgent ?? '').slice(0, 400);
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS X', 'Mac'],
    ['Linux', 'Linux'],
  ].find(([mark]) => agent.includes(mark ?? ''))?.[1];
  const program = [
    ['MicroMessenger', 'WeChat'],
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark]) => agent.includes(mark ?? ''))?.[1];
  const name = [system, program].filter((part) => part !== undefined).join(' · ');
  return name === '' ? agent.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 40) || '—' : name;
}
