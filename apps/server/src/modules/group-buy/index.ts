/** Group buys: people who buy the same thing together for less. */
import './events.ts';

export { groupBuyModule } from './module.ts';
export { planCampaign, type CampaignPlan } from './plan-campaign.ts';
export { presentGroupBuys } from './present.ts';
export { listRunning } from './list-running.ts';
export { countExpiring } from './list-running.ts';
