import type { Module } from '#platform/app';
import './events.ts';
import { communityRoutes } from './http.ts';
import { provideCommunities } from './provide.ts';

export const communitiesModule: Module = { name: 'communities', setup: provideCommunities, routes: communityRoutes };
