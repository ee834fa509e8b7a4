/** What group buys say, and what they do when they hear of teams and refunds. */
interface Seated {
  teamId: string;
  campaignId: string;
  shopId: string;
  orderId: string;
  accountId: string;
  paidCount: number;
  size: number;
  isMoved: boolean;
  at: string;
}

declare module '#platform/events' {
  interface Events {
    /** The first member paid: the team is there for others to join. */
    'team.opened': Seated;
    'team.joined': Seated;
    /** Exactly once a team, with exactly `size` different people who paid. */
    'team.completed': { teamId: string; campaignId: string; shopId: string; orderIds: string[]; accountIds: string[]; at: string };
    /** Not full at its deadline; everybody who paid gets everything back. */
    'team.failed': { teamId: string; campaignId: string; shopId: string; orderIds: string[]; at: string };
  }
}
export {};
