/** Coupons: what a shop gives, who claimed it, and what it took off which order. */
import './events.ts';

export { couponsModule } from './module.ts';
export { planCoupon } from './plan-coupon.ts';
