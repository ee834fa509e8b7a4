/** Promoters and their commissions. */
export { promotersModule } from './module.ts';
export { becomePromoter, isPromoter } from './become-promoter.ts';
