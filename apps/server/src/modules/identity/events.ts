declare module '#platform/events' {
  interface Events {
    /** Somebody proved a phone number or e-mail for the first time; guests are not announced. */
    'account.created': { accountId: string };
    /** A guest's things now belong to the account; `fromId` signs in no more. */
    'account.merged': { fromId: string; intoId: string };
  }
}
export {};
