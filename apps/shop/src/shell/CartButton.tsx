import { useApi } from '@tuanzi/client/react';
import { ShoppingCart } from 'lucide-react';
import { Link } from 'react-router';
import { useT } from '../messages.ts';
import styles from './shell.module.css';
import { Badge } from './TabBar.tsx';
import { useMe } from './use-me.ts';

export function useCartCount(): number {
  const { me } = useMe();
  const cart = useApi('GET /api/cart', {}, { isEnabled: me !== null });
  return (cart.data?.items ?? []).reduce((sum, line) => sum + line.quantity, 0);
}

export function CartButton() {
  const t = useT();
  const count = useCartCount();
  return (
    <Link to="/cart" className={styles.iconButton} aria-label={t('cart.title')} data-testid="cart-button">
      <ShoppingCart size={22} strokeWidth={1.75} aria-hidden="true" />
      {count > 0 ? <Badge count={count} label={t('cart.count', { count })} /> : null}
    </Link>
  );
}
