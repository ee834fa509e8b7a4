import { sql } from 'kysely';
import type { Db } from '#platform/db';

export type GatewayName = 'wechat' | 'alipay' | 'stripe';
export interface Trade {
  readonly gateway: GatewayName;
  readonly outTradeNo: string;
  /** The gateway's own number. */ readonly tradeNo: string;
  readonly tradeType: string;
  readonly appId: string;
  readonly amountFen: number;
  readonly refundedFen: number;
  readonly description: string;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  /** Tells the same request again from another one under the same number. */ readonly requestHash: string;
  readonly payer: string | null;
  /** JSON of what only its gateway keeps. */ readonly details: string;
  readonly state: 'open' | 'failed' | 'paid' | 'closed';
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paidAt: Date | null;
}
export interface GatewayRefund {
  readonly gateway: GatewayName;
  readonly refundNo: string;
  readonly refundId: string;
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly reason: string;
  readonly notifyUrl: string;
  /** JSON of what only its gateway keeps. */ readonly details: string;
  readonly state: 'processing' | 'succeeded' | 'failed';
  readonly createdAt: Date;
  readonly endsAt: Date;
}
export interface NoticeRow {
  readonly deliveryId: string;
  readonly gateway: GatewayName;
  readonly noticeId: string;
  readonly kind: string;
  /** JSON text, as the gateway will seal or sign it. */ readonly content: string;
  readonly notifyUrl: string;
  readonly createdAt: Date;
  readonly attempts: number;
}
export type NewTrade = Omit<Trade, 'refundedFen' | 'state' | 'paidAt' | 'details'> & { readonly details?: string };
export type NewRefund = Omit<GatewayRefund, 'details'> & { readonly details?: string };

/** Keeps a new trade, or leaves the one of this number as it is; answers which is there. */
export async function insertTrade(db: Db, trade: NewTrade): Promise<Trade> {
  await sql`
    insert into sandbox_gateways.trades (gateway, out_trade_no, trade_no, trade_type, app_id, amount_fen, description, notify_url, return_url, request_hash, payer, details, created_at, expires_at)
    values (${trade.gateway}, ${trade.outTradeNo}, ${trade.tradeNo}, ${trade.tradeType}, ${trade.appId}, ${trade.amountFen}, ${trade.description}, ${trade.notifyUrl}, ${trade.returnUrl}, ${trade.requestHash}, ${trade.payer}, ${trade.details ?? ''}, ${trade.createdAt}, ${trade.expiresAt})
    on conflict (gateway, out_trade_no) do nothing`.execute(db);
  const kept = await findTrade(db, { gateway: trade.gateway, outTradeNo: trade.outTradeNo });
  if (kept === undefined) throw new Error('a trade was just written');
  return kept;
}

export async function findTrade(
  db: Db,
  by: { gateway: GatewayName } & ({ outTradeNo: string } | { tradeNo: string }),
): Promise<Trade | undefined> {
  const { rows } = await ('tradeNo' in by
    ? sql<Trade>`select * from sandbox_gateways.trades where gateway = ${by.gateway} and trade_no = ${by.tradeNo}`.execute(db)
    : sql<Trade>`select * from sandbox_gateways.trades where gateway = ${by.gateway} and out_trade_no = ${by.outTradeNo}`.execute(db));
  return rows[0];
}

/** Trades a payer may still pay, newest first: what a wallet would show after scanning. */
export async function openTrades(db: Db, gateway: GatewayName, now: Date): Promise<Trade[]> {
  const { rows } = await sql<Trade>`
    select * from sandbox_gateways.trades where gateway = ${gateway} and state in ('open', 'failed') and expires_at > ${now} order by created_at desc limit 20`.execute(
    db,
  );
  return rows;
}

/** Only a trade that is neither paid nor closed changes; whoever comes second finds it changed. Nothing is paid after its time. */
export async function changeTrade(
  db: Db,
  {
    gateway,
    tradeNo,
    to,
    now,
    payer = null,
  }: { gateway: GatewayName; tradeNo: string; to: Trade['state']; now: Date; payer?: string | null },
): Promise<Trade | undefined> {
  const { rows } = await sql<Trade>`
    update sandbox_gateways.trades set state = ${to}, paid_at = ${to === 'paid' ? now : null}, payer = coalesce(payer, ${payer})
     where gateway = ${gateway} and trade_no = ${tradeNo} and state in ('open', 'failed') and not (${to} = 'paid' and expires_at <= ${now}) returning *`.execute(
    db,
  );
  return rows[0];
}

export async function findRefund(
  db: Db,
  { gateway, refundNo, outTradeNo }: { gateway: GatewayName; refundNo: string; outTradeNo?: string },
): Promise<GatewayRefund | undefined> {
  const { rows } = await sql<GatewayRefund>`
    select * from sandbox_gateways.refunds where gateway = ${gateway} and refund_no = ${refundNo} and (${outTradeNo ?? null}::text is null or out_trade_no = ${outTradeNo ?? null})`.execute(
    db,
  );
  return rows[0];
}

/** Takes the amount off what may be refunded and keeps the refund, or neither; the same number again does nothing. */
export async function insertRefund(db: Db, refund: NewRefund): Promise<boolean> {
  const { rows } = await sql`
    with taken as (
      update sandbox_gateways.trades set refunded_fen = refunded_fen + ${refund.amountFen}::bigint
       where gateway = ${refund.gateway} and out_trade_no = ${refund.outTradeNo} and state = 'paid' and refunded_fen + ${refund.amountFen}::bigint <= amount_fen
         and not exists (select 1 from sandbox_gateways.refunds where gateway = ${refund.gateway} and refund_no = ${refund.refundNo} and out_trade_no = ${refund.outTradeNo}) returning out_trade_no
    )
    insert into sandbox_gateways.refunds (gateway, refund_no, refund_id, out_trade_no, amount_fen, reason, notify_url, details, state, created_at, ends_at)
    select ${refund.gateway}, ${refund.refundNo}, ${refund.refundId}, out_trade_no, ${refund.amountFen}::bigint, ${refund.reason}, ${refund.notifyUrl}, ${refund.details ?? ''}, ${refund.state}, ${refund.createdAt}::timestamptz, ${refund.endsAt}::timestamptz from taken returning refund_id`.execute(
    db,
  );
  return rows.length === 1;
}

/** Ends refunds whose time has come. One that asks for trouble by its reason goes wrong under its first number. */
export async function endDueRefunds(db: Db, gateway: GatewayName, now: Date): Promise<(GatewayRefund & { trade: Trade })[]> {
  const { rows } = await sql<GatewayRefund>`
    with ended as (
      update sandbox_gateways.refunds set state = case when reason like '%sandbox:abnormal%' and position('-' in refund_no) = 0 then 'failed' else 'succeeded' end
       where refund_id in (select refund_id from sandbox_gateways.refunds where gateway = ${gateway} and state = 'processing' and ends_at <= ${now} order by ends_at limit 200 for update skip locked) returning *
    ), returned as (
      update sandbox_gateways.trades t set refunded_fen = t.refunded_fen - e.amount_fen from (select gateway, out_trade_no, sum(amount_fen) as amount_fen from ended where state = 'failed' group by 1, 2) e where t.gateway = e.gateway and t.out_trade_no = e.out_trade_no
    )
    select * from ended`.execute(db);
  const trades = await Promise.all(rows.map((row) => findTrade(db, row)));
  return rows.flatMap((row, i) => {
    const trade = trades[i];
    return trade === undefined ? [] : [{ ...row, trade }];
  });
}

/** What was paid and refunded between two instants, for a bill. */
export async function readMoved(
  db: Db,
  { gateway, from, to }: { gateway: GatewayName; from: Date; to: Date },
): Promise<{ trades: Trade[]; refunds: (GatewayRefund & { tradeNo: string; tradeFen: number })[] }> {
  const trades = await sql<Trade>`
    select * from sandbox_gateways.trades where gateway = ${gateway} and paid_at >= ${from} and paid_at < ${to} order by paid_at`.execute(
    db,
  );
  const refunds = await sql<GatewayRefund & { tradeNo: string; tradeFen: number }>`
    select r.*, t.trade_no, t.amount_fen as trade_fen from sandbox_gateways.refunds r join sandbox_gateways.trades t on t.gateway = r.gateway and t.out_trade_no = r.out_trade_no
     where r.gateway = ${gateway} and r.created_at >= ${from} and r.created_at < ${to} and r.state <> 'failed' order by r.created_at`.execute(
    db,
  );
  return { trades: trades.rows, refunds: refunds.rows };
}

export interface NewNotice extends Omit<NoticeRow, 'attempts'> {
  readonly nextAt: Date;
}

export async function insertNotices(db: Db, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await sql`
    insert into sandbox_gateways.notices (delivery_id, gateway, notice_id, kind, content, notify_url, created_at, next_at)
    select n."deliveryId", n.gateway, n."noticeId", n.kind, n.content, n."notifyUrl", n."createdAt", n."nextAt"
      from json_to_recordset(${JSON.stringify(notices)}::json) as n ("deliveryId" text, gateway text, "noticeId" text, kind text, content text, "notifyUrl" text, "createdAt" timestamptz, "nextAt" timestamptz)`.execute(
    db,
  );
}

/** Takes deliveries that are due, or these, and sets their next time first; after the last delay there is none. */
export async function takeNotices(
  db: Db,
  { gateway, now, delaysSeconds, ids }: { gateway: GatewayName; now: Date; delaysSeconds: readonly number[]; ids?: readonly string[] },
): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    update sandbox_gateways.notices set attempts = attempts + 1, next_at = ${now}::timestamptz + make_interval(secs => (${delaysSeconds}::float8[])[attempts + 1])
     where delivery_id in (select delivery_id from sandbox_gateways.notices where gateway = ${gateway} and next_at <= ${now} and (${ids === undefined} or delivery_id = any(${ids ?? []}::text[])) order by next_at limit 50 for update skip locked) returning *`.execute(
    db,
  );
  return rows;
}

export async function markAnswered(
  db: Db,
  deliveryId: string,
  { isTaken, answer, now }: { isTaken: boolean; answer: string; now: Date },
): Promise<void> {
  await sql`
    update sandbox_gateways.notices set last_answer = ${answer.slice(0, 200)}, answered_at = case when ${isTaken} then ${now}::timestamptz else answered_at end, next_at = case when ${isTaken} then null else next_at end
     where delivery_id = ${deliveryId}`.execute(db);
}

/** True the first time something that counts once is seen. */
export async function makeMark(
  db: Db,
  { gateway, mark, content = '', now }: { gateway: GatewayName; mark: string; content?: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into sandbox_gateways.marks (gateway, mark, content, made_at) values (${gateway}, ${mark}, ${content}, ${now}) on conflict do nothing returning mark`.execute(
    db,
  );
  return rows.length === 1;
}

/** What a mark holds, and takes it away, so that it is used once. */
export async function useMark(db: Db, gateway: GatewayName, mark: string): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    delete from sandbox_gateways.marks where gateway = ${gateway} and mark = ${mark} returning content`.execute(db);
  return rows[0]?.content;
}

export async function findMark(db: Db, gateway: GatewayName, mark: string): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    select content from sandbox_gateways.marks where gateway = ${gateway} and mark = ${mark}`.execute(db);
  return rows[0]?.content;
}

export async function forgetMarks(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sandbox_gateways.marks where made_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
