/** Group buys: people who buy the same thing together for less. */
import './events.ts';

export { groupBuyModule } from './module.ts';
export { planCampaign } from './plan-campaign.ts';
export { presentGroupBuys } from './present.ts';
export { countExpiring, listRunning } from './list-running.ts';
