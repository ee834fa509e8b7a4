/** Promoters and their commissions. */
export { promotersModule } from './module.ts';
export { becomePromoter } from './become-promoter.ts';
