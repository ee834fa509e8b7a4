import type { SessionView } from '@tuanzi/contract/live';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useWords } from '../../shell/use-words.ts';
import { SellerFacts } from '../home/SellerFacts.tsx';
import styles from './live.module.css';

/** Who sells here, one tap from the picture. */
export function SellerSheet({ session, isOpen, onClose }: { session: SessionView; isOpen: boolean; onClose: () => void }) {
  const t = useT();
  const words = useWords();
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={words(session.shopName)} testId="seller-sheet">
      <SellerFacts seller={session.seller} />
      <p className={styles.sellerNote}>{t('seller.note')}</p>
      <Link className="tz-button" data-tone="soft" data-wide to={`/shops/${session.shopId}`}>
        {t('seller.toShop')}
      </Link>
    </Sheet>
  );
}
