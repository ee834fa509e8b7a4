/** Communities: groups of shoppers around a leader, with a place to talk. */
import './events.ts';

export { communitiesModule } from './module.ts';
export { changeCommunity, createCommunity } from './save-community.ts';
export { joinCommunities, type JoinRequest } from './join-community.ts';
export { leaveCommunity } from './leave-community.ts';
export { listCommunities, readCommunity } from './read-communities.ts';
