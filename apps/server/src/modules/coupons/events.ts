declare module '#platform/events' {
  interface Events {
    'coupon.claimed': {
      readonly claimId: string;
      readonly couponId: string;
      readonly shopId: string;
      readonly accountId: string;
      /** UTC instant. */
      readonly at: string;
    };
  }
}
export {};
