import { useApi } from '@tuanzi/client/react';
import { useParams } from 'react-router';
import { PageSkeleton } from '../../layout/PageSkeleton.tsx';
import { ProblemPage } from '../../layout/ProblemPage.tsx';
import { useSession } from '../../session.tsx';
import { ProductEditor } from './ProductEditor.tsx';
import { draftOf, emptyProduct } from './product-draft.ts';

export function NewProductPage() {
  return <ProductEditor start={emptyProduct} productId={null} />;
}

export function ProductPage() {
  const { shopId } = useSession();
  const productId = useParams()['productId'] ?? '';
  const product = useApi('GET /api/console/shops/{shopId}/products/{productId}', { params: { shopId, productId } }, { staleMs: 60_000 });
  if (product.data !== undefined) return <ProductEditor key={productId} start={draftOf(product.data)} productId={productId} />;
  if (product.isError) return <ProblemPage problem={product.error} onRetry={() => void product.refetch()} />;
  return <PageSkeleton />;
}
