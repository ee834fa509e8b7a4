import type { SessionCard } from '@tuanzi/contract/live';

/** In the order of a session's life; the type makes the list complete. */
export const sessionStates = Object.keys({ scheduled: 0, live: 0, interrupted: 0, ended: 0, cancelled: 0 } satisfies Record<
  SessionCard['state'],
  number
>) as readonly SessionCard['state'][];
