export { createCategory } from './create-category.ts';
export { productRatings, type ProductRating } from './extension-points.ts';
export { getProductCards, getProductFacts, getSkus, type SkuSnapshot } from './get-products.ts';
export { listProducts } from './list-products.ts';
export { catalogModule } from './module.ts';
export { createProduct } from './save-product.ts';
export { setProductStatus } from './set-product-status.ts';
