import type { Module } from '#platform/app';
import './events.ts';
import { liveGauges } from './gauges.ts';
import { liveRoutes } from './http.ts';
import { kickJob, runKick } from './kick-publisher.ts';
import { provideSessions, sessionPolicies } from './provide.ts';
import { sweepAbandoned, sweepSilent } from './run-session.ts';

export const liveModule: Module = {
  name: 'live',
  setup: provideSessions,
  policies: sessionPolicies,
  routes: liveRoutes,
  gauges: liveGauges,
  jobs: { [kickJob]: runKick },
  sweeps: [
    { name: 'live.find-silent', everyMs: 5_000, run: sweepSilent },
    { name: 'live.end-abandoned', everyMs: 10_000, run: sweepAbandoned },
  ],
};
