/** What somebody is about to buy, as it stands in the address of the checkout: it survives a reload and a trip to the cashier. */
export type Intent = {
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[];
  readonly offer?: { readonly kind: 'group-buy'; readonly campaignId: string; readonly cardId?: string; readonly teamId?: string };
  readonly sceneId?: string;
  readonly cardId?: string;
  readonly isFromCart?: boolean;
};

export function checkoutPath(intent: Intent): string {
  const query = new URLSearchParams({ items: intent.lines.map((line) => `${line.skuId}:${line.quantity}`).join(',') });
  if (intent.offer !== undefined) {
    query.set('campaign', intent.offer.campaignId);
    if (intent.offer.teamId !== undefined) query.set('team', intent.offer.teamId);
  }
  const cardId = intent.offer?.cardId ?? intent.cardId;
  if (cardId !== undefined) query.set('card', cardId);
  if (intent.sceneId !== undefined) query.set('scene', intent.sceneId);
  if (intent.isFromCart === true) query.set('from', 'cart');
  return `/checkout?${query}`;
}

export function parseIntent(query: URLSearchParams): Intent {
  const lines = (query.get('items') ?? '').split(',').flatMap((item) => {
    const [skuId = '', quantity = ''] = item.split(':');
    const count = Number(quantity);
    return skuId !== '' && Number.isInteger(count) && count > 0 ? [{ skuId, quantity: count }] : [];
  });
  const [campaignId, teamId, cardId, sceneId] = [query.get('campaign'), query.get('team'), query.get('card'), query.get('scene')];
  return {
    lines,
    ...(campaignId !== null && {
      offer: { kind: 'group-buy' as const, campaignId, ...(cardId !== null && { cardId }), ...(teamId !== null && { teamId }) },
    }),
    ...(cardId !== null && { cardId }),
    ...(sceneId !== null && { sceneId }),
    ...(query.get('from') === 'cart' && { isFromCart: true }),
  };
}
