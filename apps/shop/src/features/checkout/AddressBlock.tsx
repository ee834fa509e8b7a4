import type { Address } from '@tuanzi/contract/identity';
import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { ChevronRight, MapPin } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { type AddressDraft, AddressForm } from './AddressForm.tsx';
import styles from './checkout.module.css';

type AddressBlockProps = {
  formId: string;
  isWaiting: boolean;
  kept: readonly Address[];
  chosen: Address | undefined;
  onChoose: (id: string) => void;
  onDraft: (draft: AddressDraft) => void;
  onSubmit: (draft: AddressDraft) => void;
};

/** The address to send to: the one used last, or a form for whoever buys here for the first time. */
export function AddressBlock({ formId, isWaiting, kept, chosen, onChoose, onDraft, onSubmit }: AddressBlockProps) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  if (isWaiting)
    return (
      <section className={styles.block} aria-busy="true">
        <Skeleton width="40%" height="20px" />
        <SkeletonLines lines={2} />
      </section>
    );
  if (chosen === undefined)
    return (
      <section className={styles.block}>
        <h2 className={styles.blockTitle}>{t('address.whereTo')}</h2>
        <AddressForm formId={formId} onChange={onDraft} onSubmit={onSubmit} />
      </section>
    );
  return (
    <section className={styles.block}>
      <button type="button" className={styles.addressLine} onClick={() => setIsOpen(true)} data-testid="address">
        <MapPin size={20} strokeWidth={1.75} aria-hidden="true" />
        <AddressWords address={chosen} />
        <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <Sheet
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('address.choose')}
        foot={
          <Link className="tz-button" data-tone="soft" data-wide to="/me/addresses">
            {t('address.manage')}
          </Link>
        }
      >
        <div className="sh-list">
          {kept.map((address) => (
            <button
              key={address.id}
              type="button"
              aria-pressed={address.id === chosen.id}
              className={styles.addressChoice}
              onClick={() => {
                onChoose(address.id);
                setIsOpen(false);
              }}
            >
              <span className={styles.radio} aria-hidden="true" />
              <AddressWords address={address} />
            </button>
          ))}
        </div>
      </Sheet>
    </section>
  );
}

export function AddressWords({ address }: { address: Omit<Address, 'id' | 'isDefault'> & { isDefault?: boolean } }) {
  const t = useT();
  const { province, city, district, street } = address;
  return (
    <span className={styles.addressWords}>
      <span className={styles.addressWho}>
        {address.recipient} <span className="tz-figures">{maskPhone(address.phone)}</span>
        {address.isDefault === true ? <span className="tz-chip">{t('address.default')}</span> : null}
      </span>
      <span className={styles.addressWhere}>
        {[province, city === province ? '' : city, district, street].filter((part) => part !== '').join(' ')}
      </span>
    </span>
  );
}

const maskPhone = (phone: string) => phone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2');
