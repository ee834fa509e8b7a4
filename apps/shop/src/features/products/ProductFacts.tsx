import type { ProductView } from '@tuanzi/contract/catalog';
import { useApi } from '@tuanzi/client/react';
import { MapPin, ShieldCheck, Truck } from 'lucide-react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import { SellerFacts } from '../home/SellerFacts.tsx';
import styles from './products.module.css';

export function Promises({ product }: { product: ProductView }) {
  const t = useT();
  const words = useWords();
  return (
    <ul className={styles.promises}>
      {product.origin === null ? null : (
        <li>
          <MapPin size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('product.origin', { place: words(product.origin) })}
        </li>
      )}
      <li>
        <ShieldCheck size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('product.returnPromise')}
      </li>
      <li>
        <Truck size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('product.freightPromise')}
      </li>
    </ul>
  );
}

export function Story({ product }: { product: ProductView }) {
  const t = useT();
  const words = useWords();
  if (product.story === null) return null;
  return (
    <section className="sh-section">
      <div className="sh-heading">
        <h2>{t('product.story')}</h2>
      </div>
      <div className={styles.story}>
        {words(product.story)
          .split(/\n+/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
    </section>
  );
}

export function Seller({ shopId }: { shopId: string }) {
  const t = useT();
  const words = useWords();
  const shop = useApi('GET /api/shops/{shopId}', { params: { shopId } });
  if (shop.data === undefined) return null;
  return (
    <section className="sh-section">
      <div className="sh-heading">
        <h2>{t('seller.title')}</h2>
        <Link className="sh-more" to={`/shops/${shopId}`}>
          {words(shop.data.name)}
        </Link>
      </div>
      <SellerFacts seller={shop.data.seller} />
    </section>
  );
}
