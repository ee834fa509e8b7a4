export { getProduct, getProductCards, getProductFacts, getSkus, type SkuSnapshot } from './get-products.ts';
export { importCsv, type ImportReport } from './import-csv.ts';
export { listProducts } from './list-products.ts';
export { catalogModule } from './module.ts';
export { createProduct, updateProduct, type ProductDraft, type SavedProduct } from './save-product.ts';
export { setProductStatus } from './set-product-status.ts';
