import type { App } from '#platform/app';
import type { Db } from '#platform/db';
import { newId } from '#platform/ids';
import { newNonce, sandboxKeys, seal, signMessage, unixSeconds } from '../platform/ports/sandbox-crypto.ts';
import { refundResource, transactionResource } from './resources.ts';
import { endDueRefunds, insertNotices, markAnswered, takeNotices, type NewNotice, type Notice, type Payment } from './store.ts';

/** Waits after each attempt, in seconds: quick at first, then as patient as real providers. */
const delaysSeconds = [1, 2, 5, 15, 30, 60, 180, 600, 1800, 3600] as const;
const timeoutMs = 5000;
/** How late a late notice is. */
const lateMs = 30_000;

export type NoticeManner = 'at-once' | 'late' | 'repeated';

/** Writes down what the merchant is to hear of a payment; in the transaction that ended it, so that no end goes untold. */
export async function queuePaymentNotices(
  db: Db,
  payment: Payment,
  { manner, now }: { manner: NoticeManner; now: Date },
): Promise<string[]> {
  const notice = (noticeId: string): NewNotice => ({
    deliveryId: newId('dlv', now.getTime()),
    noticeId,
    eventType: payment.tradeState === 'SUCCESS' ? 'TRANSACTION.SUCCESS' : 'TRANSACTION.FAIL',
    resource: transactionResource(payment),
    notifyUrl: payment.notifyUrl,
    at: now,
    nextAt: manner === 'late' ? new Date(now.getTime() + lateMs) : now,
  });
  const first = notice(newId('evt', now.getTime()));
  // A repeat is the same notice again, and once more under another id, as after a provider's own recovery.
  const notices =
    manner === 'repeated' ? [first, notice(first.noticeId), notice(first.noticeId), notice(newId('evt', now.getTime()))] : [first];
  await insertNotices(db, notices);
  return notices.map((each) => each.deliveryId);
}

/** Delivers what is due, or only these. Returns how many were tried. */
export async function deliverNotices(app: App, ids?: readonly string[]): Promise<number> {
  const due = await takeNotices(app.database.db, { now: app.clock.now(), delaysSeconds, ...(ids !== undefined && { ids }) });
  await Promise.all(due.map((notice) => deliverOne(app, notice)));
  return due.length;
}

async function deliverOne(app: App, notice: Notice): Promise<void> {
  const keys = await sandboxKeys(app.database);
  const isRefund = notice.eventType.startsWith('REFUND.');
  const body = JSON.stringify({
    id: notice.noticeId,
    create_time: notice.createdAt.toISOString(),
    event_type: notice.eventType,
    resource_type: 'encrypt-resource',
    resource: seal(keys.noticeKey, isRefund ? 'refund' : 'transaction', JSON.parse(notice.resource)),
  });
  const [timestamp, nonce] = [unixSeconds(app.clock.now()), newNonce()];
  const signature = await signMessage(keys.provider, [timestamp, nonce, body]);
  const answer = await fetch(notice.notifyUrl, {
    method: 'POST',
    // Notices are for the address that was signed, wherever it would send them.
    redirect: 'error',
    body,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'content-type': 'application/json',
      'sandbox-pay-timestamp': timestamp,
      'sandbox-pay-nonce': nonce,
      'sandbox-pay-serial': keys.provider.serial,
      'sandbox-pay-signature': signature,
    },
  }).then(
    async (response) => ({ isTaken: response.ok, answer: `${response.status} ${await response.text()}` }),
    (error: unknown) => ({ isTaken: false, answer: String(error) }),
  );
  await markAnswered(app.database.db, notice.deliveryId, { ...answer, now: app.clock.now() });
}

/** Ends refunds that took long enough and tells the merchant. */
export async function endRefunds(app: App): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const ended = await endDueRefunds(tx, now);
    await insertNotices(
      tx,
      ended.map((refund) => ({
        deliveryId: newId('dlv', now.getTime()),
        noticeId: newId('evt', now.getTime()),
        eventType: refund.status === 'SUCCESS' ? 'REFUND.SUCCESS' : 'REFUND.ABNORMAL',
        resource: refundResource(refund),
        notifyUrl: refund.notifyUrl,
        at: now,
        nextAt: now,
      })),
    );
    return ended.length;
  });
}
