declare module '#platform/events' {
  interface Events {
    /** The last unit on sale was promised to somebody or taken away. */
    'stock.sold-out': { readonly skuId: string; readonly productId: string; readonly shopId: string };
    /** There are units on sale again. */
    'stock.back': { readonly skuId: string; readonly productId: string; readonly shopId: string };
  }
}
export {};
