import { look, type Alarm, type Play } from './play.ts';

/** What people were told, held against the tables: whatever was acknowledged is there, once. */
export async function brokenPromises(play: Play): Promise<Alarm[]> {
  const lost: Alarm[] = [];
  const orders = play.sent.flatMap(({ orderId }) => orderId ?? []);
  for (const { id } of await look<{ id: string }>(
    play,
    `select id from unnest($1::text[]) id where not exists (select from orders.orders o where o.id = id.id)`,
    [orders],
  ))
    lost.push({ name: 'an acknowledged order is gone', detail: id });
  if (new Set(orders).size !== orders.length) lost.push({ name: 'two keys were answered with one order', detail: '' });
  const unsaid = await look<{ client_id: string }>(
    play,
    `select s.client_id from unnest($1::text[], $2::bigint[], $3::text[]) as s (scene_id, seq, client_id)
      where not exists (select from scenes.entries e where e.scene_id = s.scene_id and e.seq = s.seq and e.client_id = s.client_id)`,
    [play.said.map(({ sceneId }) => sceneId), play.said.map(({ seq }) => seq), play.said.map(({ clientId }) => clientId)],
  );
  for (const { client_id: clientId } of unsaid) lost.push({ name: 'an acknowledged comment is not in its place', detail: clientId });
  return lost;
}

/** What really happened to the money, once everything has settled: the shop knows every payment and every refund of the provider, and no others. */
export async function brokenAccounts(play: Play): Promise<Alarm[]> {
  const wrong: Alarm[] = [];
  for (const { port, payments, refunds } of play.providers) {
    const known = new Map(
      (
        await look<{ id: string; paid_fen: string }>(
          play,
          `select id, paid_fen from payments.payments where provider = $1 and state = 'succeeded'`,
          [port.name],
        )
      ).map((row) => [row.id, Number(row.paid_fen)]),
    );
    for (const payment of payments.values())
      if (payment.state === 'paid' && known.get(payment.ref) !== payment.paidFen)
        wrong.push({
          name: 'a payment is not known as it happened',
          detail: `payment ${payment.ref} of ${payment.paidFen} at the provider is ${known.get(payment.ref) ?? 'unknown'} to the shop`,
        });
    for (const id of known.keys()) if (payments.get(id)?.state !== 'paid') wrong.push({ name: 'a payment never happened', detail: id });
    const back = await look<{ id: string; amount_fen: string; state: string }>(
      play,
      `select r.id, r.amount_fen, r.state from payments.refunds r join payments.payments p on p.id = r.payment_id where p.provider = $1`,
      [port.name],
    );
    for (const { id, amount_fen: amountFen, state } of back) {
      const attempts = [...refunds.values()].filter((refund) => refund.ref === id || refund.ref.startsWith(`${id}-`));
      const wentBackFen = attempts.reduce((sum, refund) => sum + (refund.state === 'succeeded' ? refund.amountFen : 0), 0);
      if (wentBackFen !== (state === 'succeeded' ? Number(amountFen) : 0))
        wrong.push({
          name: 'a refund is not known as it happened',
          detail: `refund ${id} of ${amountFen} is ${state} and ${wentBackFen} went back`,
        });
    }
  }
  return wrong;
}
