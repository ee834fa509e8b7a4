import type { App } from '#platform/app';
import type { Db } from '#platform/db';
import { newId } from '#platform/ids';
import type { GatewayOptions } from './options.ts';
import { insertNotices, markAnswered, takeNotices, type GatewayName, type NewNotice, type NoticeRow } from './store.ts';

const timeoutMs = 5000;
/** How late a late notice is. */
const lateMs = 30_000;

/** How one gateway tells its merchants. */
export interface Courier {
  readonly gateway: GatewayName;
  /** Waits after each attempt, as published. */ readonly delaysSeconds: readonly number[];
  /** Sealed and signed anew for each attempt. */
  write(notice: NoticeRow, now: Date): { headers: Record<string, string>; body: string };
  isTaken(status: number, text: string): boolean;
}
export type NoticeManner = 'at-once' | 'late' | 'repeated';
export interface Telling {
  readonly gateway: GatewayName;
  readonly kind: string;
  readonly content: object;
  readonly notifyUrl: string;
  readonly now: Date;
  readonly manner?: NoticeManner;
  readonly noticeIdPrefix: string;
}

/** Writes down what the merchant is to hear; in the transaction that made it so, so that nothing goes untold. */
export async function queueNotice(
  db: Db,
  { gateway, kind, content, notifyUrl, now, manner = 'at-once', noticeIdPrefix }: Telling,
): Promise<string[]> {
  const notice = (noticeId: string): NewNotice => ({
    deliveryId: newId('dlv', now.getTime()),
    gateway,
    noticeId,
    kind,
    content: JSON.stringify(content),
    notifyUrl,
    createdAt: now,
    nextAt: manner === 'late' ? new Date(now.getTime() + lateMs) : now,
  });
  const first = newId(noticeIdPrefix, now.getTime());
  // A repeat is the same notice again, and once more under another id, as after a provider's own recovery.
  const ids = manner === 'repeated' ? [first, first, first, newId(noticeIdPrefix, now.getTime())] : [first];
  const notices = ids.map(notice);
  await insertNotices(db, notices);
  return notices.map(({ deliveryId }) => deliveryId);
}

/** Delivers what is due, or only these. Returns how many were tried. */
export async function deliverNotices(app: App, courier: Courier, options: GatewayOptions, ids?: readonly string[]): Promise<number> {
  const due = await takeNotices(app.database.db, {
    gateway: courier.gateway,
    now: app.clock.now(),
    delaysSeconds: courier.delaysSeconds.map((seconds) => seconds / options.speed),
    ...(ids !== undefined && { ids }),
  });
  await Promise.all(due.map((notice) => deliverOne(app, courier, options, notice)));
  return due.length;
}

async function deliverOne(app: App, courier: Courier, options: GatewayOptions, notice: NoticeRow): Promise<void> {
  const { headers, body } = courier.write(notice, app.clock.now());
  const answer = await fetch(options.noticeUrl(notice.notifyUrl), {
    method: 'POST',
    // Notices are for the address that was signed, wherever it would send them.
    redirect: 'error',
    body,
    headers,
    signal: AbortSignal.timeout(timeoutMs),
  }).then(
    async (response) => {
      const text = await response.text();
      return { isTaken: courier.isTaken(response.status, text), answer: `${response.status} ${text}` };
    },
    (error: unknown) => ({ isTaken: false, answer: String(error) }),
  );
  await markAnswered(app.database.db, notice.deliveryId, { ...answer, now: app.clock.now() });
}
