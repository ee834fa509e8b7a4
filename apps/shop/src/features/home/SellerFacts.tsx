import { useT } from '../../messages.ts';
import styles from './home.module.css';

type Seller = { readonly legalName: string; readonly licenceNo: string; readonly address: string; readonly contact: string };

/** Who really sells: the law wants it shown, and it is good to know. */
export function SellerFacts({ seller }: { seller: Seller }) {
  const t = useT();
  const rows = [
    [t('seller.legalName'), seller.legalName],
    [t('seller.licenceNo'), seller.licenceNo],
    [t('seller.address'), seller.address],
    [t('seller.contact'), seller.contact],
  ] as const;
  return (
    <dl className={styles.seller} data-testid="seller">
      {rows.map(([label, value]) =>
        value === '' ? null : (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
