import { useApi } from '@tuanzi/client/react';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './coupons.module.css';

/** More than a dozen are a list nobody reads; how many more there are is said. */
const shownMax = 12;

/** The products a coupon is for, unfolded on demand: a condition that only counts things would leave the question open. */
export function ScopeProducts({ productIds }: { productIds: readonly string[] }) {
  const t = useT();
  const listId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const shown = productIds.slice(0, shownMax);
  return (
    <>
      <button
        type="button"
        className={styles.scopeToggle}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setIsOpen(!isOpen)}
        data-testid="coupon-scope"
      >
        {t(isOpen ? 'coupon.scopeHide' : 'coupon.scopeShow')}
        <ChevronDown size={14} strokeWidth={2} aria-hidden="true" />
      </button>
      <ul id={listId} className={styles.scope} hidden={!isOpen}>
        {isOpen ? shown.map((id) => <ScopeProduct key={id} productId={id} />) : null}
        {productIds.length > shown.length ? (
          <li className="sh-faint">{t('coupon.scopeMore', { count: productIds.length - shown.length })}</li>
        ) : null}
      </ul>
    </>
  );
}

function ScopeProduct({ productId }: { productId: string }) {
  const words = useWords();
  const product = useApi('GET /api/products/{productId}', { params: { productId } }, { staleMs: 60_000 });
  // One that is no longer sold is not on the way of whoever wants to use the coupon.
  if (product.data === undefined) return null;
  const [picture] = product.data.pictures;
  return (
    <li>
      <Link to={`/products/${productId}`} className={styles.scopeLine}>
        <span className={styles.scopePicture}>
          <Picture src={picture?.url} colour={picture?.blur} alt="" radius="s" />
        </span>
        <span className="tz-line-1">{words(product.data.title)}</span>
      </Link>
    </li>
  );
}
