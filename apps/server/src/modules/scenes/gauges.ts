import type { ModuleGauge } from '#platform/app';
import { systemActor } from '#platform/ctx';
import { readOnlineByKind } from './presence.ts';
import { sceneServer } from './scene-server.ts';

const kinds = ['session', 'community'] as const;

export const sceneGauges: readonly ModuleGauge[] = [
  { name: 'tuanzi_sockets', help: 'Open sockets of this process.', freshMs: 0, read: (app) => [{ value: sceneServer(app).sockets() }] },
  {
    name: 'tuanzi_online',
    help: 'People in rooms of each kind, over all processes.',
    labels: ['kind'],
    async read(app) {
      const found = await readOnlineByKind(app.read(systemActor));
      return kinds.map((kind) => ({ labels: { kind }, value: found.get(kind) ?? 0 }));
    },
  },
];
