/** Communities: groups of shoppers around a leader, with a place to talk. */
import './events.ts';

export { communitiesModule } from './module.ts';
export { createCommunity } from './save-community.ts';
export { listCommunities, readCommunity } from './read-communities.ts';
