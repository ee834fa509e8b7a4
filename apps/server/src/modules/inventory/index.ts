export { adjustStock } from './adjust-stock.ts';
export { closeStock } from './close-stock.ts';
export { inventoryModule } from './module.ts';
export { giveBack, release, take } from './move-stock.ts';
export { openStock } from './open-stock.ts';
export { getLevels, getLowStock, getProductStock, listMovements, type ProductStock, type StockLevel } from './read-stock.ts';
export { decideStock, holdStock, reserve, type StockDecision } from './reserve.ts';
