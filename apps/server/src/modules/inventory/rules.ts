/** Units of one SKU that an order asks for. */
export interface StockLine {
  readonly skuId: string;
  readonly quantity: number;
}
/** What one order asks for: all of its lines or none. */
export interface StockRequest {
  readonly ref: string;
  readonly lines: readonly StockLine[];
}
export type StockVerdict = { readonly ok: true } | { readonly ok: false; readonly skuId: string };

/** The lines of a request with each SKU once. */
export function mergeLines(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { skuId, quantity } of lines) quantities.set(skuId, (quantities.get(skuId) ?? 0) + quantity);
  return [...quantities].map(([skuId, quantity]) => ({ skuId, quantity }));
}

/**
 * Serves requests in the order they came: each gets all of its lines or none. A request that is too large does not
 * stop a smaller one behind it. `available` is counted down to what is left.
 */
export function decide(available: Map<string, number>, requests: readonly StockRequest[]): StockVerdict[] {
  return requests.map(({ lines }) => {
    const missing = lines.find((line) => (available.get(line.skuId) ?? 0) < line.quantity);
    if (missing !== undefined) return { ok: false, skuId: missing.skuId };
    for (const line of lines) available.set(line.skuId, (available.get(line.skuId) ?? 0) - line.quantity);
    return { ok: true };
  });
}
