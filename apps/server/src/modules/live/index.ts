/** Live sessions: planned, on air, interrupted, over, replayed. */
import './events.ts';

export { liveModule } from './module.ts';
export { planSession } from './plan-session.ts';
export { listProgramme } from './show-session.ts';
export { getSessions } from './get-sessions.ts';
