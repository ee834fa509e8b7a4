/** Live sessions: planned, on air, interrupted, over, replayed. */
import './events.ts';

export { liveModule } from './module.ts';
export { planSession, type SessionPlan } from './plan-session.ts';
export { getSessionCards, listProgramme } from './show-session.ts';
export { getSessions, getSessionsOfScenes } from './get-sessions.ts';
