export { balancesOf, totalOf } from './balances.ts';
export { ledgerModule } from './module.ts';
export { post, type Transfer } from './post.ts';
