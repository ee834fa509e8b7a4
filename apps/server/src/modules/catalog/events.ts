declare module '#platform/events' {
  interface Events {
    /** A product was added or anything of it changed: its words, prices, SKUs or status. */
    'product.changed': { readonly productId: string; readonly shopId: string };
  }
}
export {};
