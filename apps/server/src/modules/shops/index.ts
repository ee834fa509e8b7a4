/** Shops, their settings and their staff; the first set-up of an installation. */
export { shopsModule } from './module.ts';
export { createShop, type NewShop } from './create-shop.ts';
export { firstShop, getShop, getShops, type Shop } from './get-shop.ts';
export { presentShop } from './present.ts';
export { isSetUpNeeded } from './set-up.ts';
