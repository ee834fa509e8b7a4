// Tables of the policy schema. Generated from migrations/ by `npm run db:types`; do not edit.
import type { Timestamp } from '#platform/db-types';

/**
 * What a number of law or policy is from a moment on. Never changed: another value is another row with a later start, so that an old order is still judged by its own day.
 * PRIMARY KEY (name, effective_from)
 * CHECK name ~ '^[a-z][a-z0-9_]*$'::text
 * CHECK length(source) > 0
 * CHECK value >= 0
 */
export interface Numbers {
  name: string;
  effectiveFrom: Timestamp;
  value: number;
  /** The article it comes from, or whose decision it is. */
  source: string;
}

declare module '#platform/db-types' {
  interface Tables {
    'policy.numbers': Numbers;
  }
}
