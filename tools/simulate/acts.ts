import * as couponing from './acts-couponing.ts';
import * as gathering from './acts-gathering.ts';
import * as paying from './acts-paying.ts';
import * as selling from './acts-selling.ts';
import * as shopping from './acts-shopping.ts';
import * as working from './acts-working.ts';
import type { StepKind } from './plan.ts';
import type { Act } from './play.ts';

export const acts: Readonly<Record<StepKind, Act>> = {
  browse: shopping.browse,
  cart: shopping.cart,
  order: shopping.order,
  'open-team': shopping.openTeam,
  'join-team': shopping.joinTeam,
  'retry-order': shopping.retryOrder,
  cancel: shopping.cancel,
  receive: shopping.receive,
  pay: paying.pay,
  'deliver-notices': paying.deliverNotices,
  'end-refunds': paying.endRefunds,
  'provider-mood': paying.providerMood,
  ship: selling.ship,
  deliver: selling.deliver,
  refund: selling.refund,
  price: selling.price,
  stock: selling.stock,
  shelve: selling.shelve,
  'plan-campaign': selling.planCampaign,
  'end-campaign': selling.endCampaign,
  quota: selling.quota,
  'plan-coupon': couponing.planCoupon,
  'claim-coupon': couponing.claimCoupon,
  'stop-coupon': couponing.stopCoupon,
  settings: selling.settings,
  'on-air': selling.onAir,
  pin: selling.pin,
  link: gathering.link,
  follow: gathering.follow,
  promote: gathering.promote,
  'join-community': gathering.joinCommunity,
  'leave-community': gathering.leaveCommunity,
  comment: gathering.comment,
  like: gathering.like,
  reconnect: gathering.reconnect,
  'drop-card': gathering.dropCard,
  'withdraw-card': gathering.withdrawCard,
  'remove-comment': gathering.removeComment,
  announce: gathering.announce,
  subscriber: working.subscriber,
  sweep: working.sweep,
  job: working.job,
  work: working.work,
  wait: working.wait,
  'wait-days': working.waitDays,
  settle: working.settle,
};
