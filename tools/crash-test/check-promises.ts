import type { Client } from 'pg';
import type { Follower } from '../../apps/server/src/testing-follow.ts';
import type { Line, Notebook } from './notebook.ts';
import { within } from './until.ts';

/** Compares what the load was told with what the database holds. Plain SQL; no code of the product is asked. */
export async function checkPromises(db: Client, notebook: Notebook): Promise<string[]> {
  return [
    ...(await checkOrders(db, notebook)),
    ...(await checkMoney(db, notebook)),
    ...(await checkRefunds(db, notebook)),
    ...(await checkJoins(db, notebook)),
    ...(await checkComments(db, notebook)),
  ];
}

/** How many promises the notebook holds. */
export function countPromises(notebook: Notebook): string {
  const isKept = (line: Line) => !('end' in line) || line.end === 'acknowledged' || line.end === 'taken';
  const kinds = ['order', 'payment', 'cancel', 'refund', 'join', 'comment', 'picture'] as const;
  return kinds
    .map((kind) => ({ kind, count: notebook.of(kind).filter(isKept).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}${count === 1 ? '' : 's'}`)
    .join(', ');
}

async function rowsOf<Row>(db: Client, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await db.query<Row & object>(text, values)).rows;
}

async function checkOrders(db: Client, notebook: Notebook): Promise<string[]> {
  const rows = await rowsOf<{ note: string; ids: string[]; buyers: string[] }>(
    db,
    `select note, array_agg(id) as ids, array_agg(buyer_id) as buyers from orders.orders group by note`,
  );
  const byKey = new Map(rows.map((row) => [row.note, row]));
  const orders = notebook.of('order');
  const known = new Set(orders.map(({ key }) => key));
  const seats = new Map(
    (await rowsOf<{ order_id: string; team_id: string }>(db, `select order_id, team_id from group_buy.members`)).map((row) => [
      row.order_id,
      row.team_id,
    ]),
  );
  const problems = rows
    .filter(({ note }) => !known.has(note))
    .map(({ note, ids }) => `order ${ids.join()} was asked for by nobody (${note})`);
  for (const { key, accountId, end, orderId, teamId } of orders) {
    const found = byKey.get(key);
    const count = found?.ids.length ?? 0;
    if (count > 1) problems.push(`key ${key} became ${count} orders`);
    if (found !== undefined && found.buyers.some((buyer) => buyer !== accountId))
      problems.push(`key ${key} became an order of somebody else`);
    if (end === 'acknowledged' && found?.ids[0] !== orderId)
      problems.push(`order ${orderId} was acknowledged and is not there (key ${key})`);
    if (end === 'refused' && count > 0) problems.push(`key ${key} was refused and became order ${found?.ids.join()}`);
    if (end === 'acknowledged' && teamId !== null && !seats.has(orderId ?? ''))
      problems.push(`order ${orderId} has lost its seat in ${teamId}`);
  }
  return problems;
}

async function checkMoney(db: Client, notebook: Notebook): Promise<string[]> {
  interface Row {
    id: string;
    state: string;
    paid: string;
    taken: string | null;
    order_state: string;
    order_paid: boolean;
    posted: string;
    returned: string;
  }
  const rows = await rowsOf<Row>(
    db,
    `select p.id, p.state, p.paid_fen::text as paid, case when s.trade_state = 'SUCCESS' then s.amount_fen::text end as taken, o.state as order_state, o.paid_at is not null as order_paid,
            (select count(*) from ledger.transfers t where t.key = 'paid:' || p.id)::text as posted,
            (select coalesce(sum(r.amount_fen), 0) from payments.refunds r where r.payment_id = p.id and r.state = 'succeeded')::text as returned
       from payments.payments p join orders.orders o on o.id = p.order_id left join sandbox_pay.payments s on s.out_trade_no = p.id`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const problems: string[] = [];
  for (const { paymentId, orderId, amountFen, end } of notebook.of('payment')) {
    const row = byId.get(paymentId);
    const isTaken = row?.taken !== null && row?.taken !== undefined;
    if (row === undefined) problems.push(`payment ${paymentId} was opened and is not there`);
    else if (end === 'taken' && !isTaken) problems.push(`the cashier forgot that it took the money of ${paymentId}`);
    else if (isTaken && (row.state !== 'succeeded' || Number(row.paid) !== amountFen))
      problems.push(`the money of ${paymentId} was taken, and it is ${row.state} with ${row.paid}`);
    else if (isTaken && row.posted !== '1') problems.push(`the money of ${paymentId} is in the books ${row.posted} times`);
    else if (isTaken && !row.order_paid && row.returned !== row.paid)
      problems.push(`${orderId} is ${row.order_state}, and of the ${row.paid} taken for it ${row.returned} went back`);
  }
  const paid = new Set((await rowsOf<{ id: string }>(db, `select id from orders.orders where paid_at is not null`)).map(({ id }) => id));
  for (const { orderId } of notebook.of('seen-paid')) if (!paid.has(orderId)) problems.push(`${orderId} was shown as paid and is not`);
  const closed = new Set(
    (await rowsOf<{ id: string }>(db, `select id from orders.orders where closed_at is not null`)).map(({ id }) => id),
  );
  for (const { orderId } of notebook.of('cancel')) if (!closed.has(orderId)) problems.push(`${orderId} was cancelled and is open again`);
  return problems;
}

async function checkRefunds(db: Client, notebook: Notebook): Promise<string[]> {
  const rows = await rowsOf<{ reason: string; times: string; amount: string; sent: string }>(
    db,
    `select r.reason, count(*)::text as times, sum(r.amount_fen)::text as amount,
            (select coalesce(sum(s.amount_fen), 0) from sandbox_pay.refunds s where s.reason = r.reason and s.status = 'SUCCESS')::text as sent
       from orders.refunds r where r.state <> 'failed' group by r.reason`,
  );
  const byReason = new Map(rows.map((row) => [row.reason, row]));
  return notebook.of('refund').flatMap(({ orderId, amountFen, reason, end }) => {
    const row = byReason.get(reason);
    const times = row?.times ?? '0';
    if (end === 'acknowledged' && times !== '1') return [`a refund of ${orderId} was acknowledged and is there ${times} times`];
    if (end === 'refused' && times !== '0') return [`a refund of ${orderId} was refused and is there ${times} times`];
    if (Number(times) > 1) return [`a refund of ${orderId} is there ${times} times`];
    if (row !== undefined && (row.amount !== String(amountFen) || row.sent !== row.amount))
      return [`of a refund of ${orderId} over ${amountFen} the provider paid out ${row.sent}`];
    return [];
  });
}

async function checkJoins(db: Client, notebook: Notebook): Promise<string[]> {
  const rows = await rowsOf<{ community_id: string; account_id: string }>(
    db,
    `select community_id, account_id from communities.members where state = 'in'`,
  );
  const members = new Set(rows.map((row) => `${row.community_id} ${row.account_id}`));
  return notebook
    .of('join')
    .filter(({ communityId, accountId }) => !members.has(`${communityId} ${accountId}`))
    .map(({ communityId, accountId }) => `${accountId} joined ${communityId} and is not in it`);
}

async function checkComments(db: Client, notebook: Notebook): Promise<string[]> {
  const rows = await rowsOf<{ scene_id: string; author_id: string; text: string; seqs: string[] }>(
    db,
    `select scene_id, author_id, body ->> 'text' as text, array_agg(seq::text) as seqs from scenes.entries where type = 'comment' group by 1, 2, 3`,
  );
  const found = new Map(rows.map((row) => [`${row.scene_id} ${row.author_id} ${row.text}`, row.seqs]));
  return notebook.of('comment').flatMap(({ sceneId, accountId, text, end, seq }) => {
    const seqs = found.get(`${sceneId} ${accountId} ${text}`) ?? [];
    if (end === 'acknowledged' && (seqs.length !== 1 || Number(seqs[0]) !== seq))
      return [`“${text}” was acknowledged as ${seq} and is in the log at ${seqs.join() || 'no place'}`];
    if (end === 'refused' && seqs.length > 0) return [`“${text}” was refused and is in the log`];
    return seqs.length > 1 ? [`“${text}” is in the log ${seqs.length} times`] : [];
  });
}

/** Everything a follower was sent, over all the times it came back, against the log. */
export async function checkFollower(db: Client, follower: Follower): Promise<string[]> {
  const [scene] = await rowsOf<{ head: string }>(db, `select head::text from scenes.scenes where id = $1`, [follower.sceneId]);
  const head = Number(scene?.head ?? 0);
  await within(follower.reached(head), `the follower of ${follower.sceneId} to see entry ${head}`, 60_000);
  const log = await rowsOf<{ seq: string; type: string; text: string | null }>(
    db,
    `select seq::text, type, case when type = 'comment' then body ->> 'text' end as text from scenes.entries where scene_id = $1 order by seq`,
    [follower.sceneId],
  );
  const bySeq = new Map(log.map((row) => [Number(row.seq), row]));
  const problems = follower.gaps.map((gap) => `${follower.sceneId} sent ${gap}`);
  for (const { seq, type, text } of follower.seen) {
    const row = bySeq.get(seq);
    if (row === undefined) problems.push(`${follower.sceneId} showed entry ${seq}, which is not in the log`);
    else if (row.type !== type || row.text !== text)
      problems.push(`${follower.sceneId} showed entry ${seq} as ${type} ${text ?? ''}, the log has ${row.type} ${row.text ?? ''}`);
  }
  return problems;
}
