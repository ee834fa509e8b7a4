import type { Address } from '@tuanzi/contract/identity';
import { useApi, useCommand } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Pencil, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useT } from '../../messages.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { RowsSkeleton } from '../../shell/PageSkeleton.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useEnsureGuest, useMe } from '../../shell/use-me.ts';
import { AddressWords } from '../checkout/AddressBlock.tsx';
import { type AddressDraft, AddressForm, emptyAddress } from '../checkout/AddressForm.tsx';
import styles from './me.module.css';

export function AddressesPage() {
  const t = useT();
  const { me, isKnown, problem, retry } = useMe();
  const addresses = useApi('GET /api/me/addresses', {}, { isEnabled: me !== null });
  const [edited, setEdited] = useState<Address | 'new' | null>(null);
  const remove = useCommand('DELETE /api/me/addresses/{addressId}', { invalidates: ['GET /api/me/addresses'] });
  const askRemove = async (address: Address) => {
    if (!(await ask({ title: t('address.removeTitle'), words: address.street, yes: t('common.remove'), no: t('common.cancel') }))) return;
    remove.mutate({ params: { addressId: address.id } }, { onSuccess: () => notify(t('address.removed')), onError: notifyProblem });
  };
  const items = addresses.data?.items ?? (isKnown && me === null ? [] : undefined);
  const add = (
    <button type="button" className="tz-button" data-tone="primary" data-wide onClick={() => setEdited('new')} data-testid="add-address">
      {t('address.add')}
    </button>
  );
  return (
    <div className="sh-with-foot">
      <PageBar title={t('address.title')} />
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={retry} />
      ) : items === undefined ? (
        addresses.isError ? (
          <ProblemNote problem={addresses.error} onRetry={() => void addresses.refetch()} />
        ) : (
          <RowsSkeleton rows={3} />
        )
      ) : items.length === 0 ? (
        <Empty drawing="messages" title={t('address.emptyTitle')} words={t('address.emptyWords')} />
      ) : (
        <ul className={`${styles.addresses} sh-list`}>
          {items.map((address) => (
            <li key={address.id} className={styles.address}>
              <AddressWords address={address} />
              <button type="button" className={styles.tool} aria-label={t('common.edit')} onClick={() => setEdited(address)}>
                <Pencil size={18} strokeWidth={1.75} aria-hidden="true" />
              </button>
              <button type="button" className={styles.tool} aria-label={t('common.remove')} onClick={() => void askRemove(address)}>
                <Trash2 size={18} strokeWidth={1.75} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="sh-foot">{add}</div>
      <EditSheet edited={edited} onClose={() => setEdited(null)} />
    </div>
  );
}

function EditSheet({ edited, onClose }: { edited: Address | 'new' | null; onClose: () => void }) {
  const t = useT();
  const formId = useId();
  const ensureGuest = useEnsureGuest();
  const add = useCommand('POST /api/me/addresses', { invalidates: ['GET /api/me/addresses'] });
  const change = useCommand('PUT /api/me/addresses/{addressId}', { invalidates: ['GET /api/me/addresses'] });
  const save = async (draft: AddressDraft) => {
    try {
      await ensureGuest();
      if (edited === null) return;
      if (edited === 'new') await add.mutateAsync({ body: draft });
      else await change.mutateAsync({ params: { addressId: edited.id }, body: draft });
      onClose();
    } catch (error) {
      notifyProblem(error);
    }
  };
  const first =
    edited === null || edited === 'new'
      ? emptyAddress
      : {
          recipient: edited.recipient,
          phone: edited.phone,
          province: edited.province,
          city: edited.city,
          district: edited.district,
          street: edited.street,
          isDefault: edited.isDefault,
        };
  return (
    <Sheet
      isOpen={edited !== null}
      onClose={onClose}
      title={edited === 'new' ? t('address.add') : t('common.edit')}
      foot={
        <button
          type="submit"
          form={formId}
          className="tz-button"
          data-tone="primary"
          data-wide
          aria-busy={add.isPending || change.isPending}
          data-testid="save-address"
        >
          <span className="tz-button-words">{t('common.save')}</span>
        </button>
      }
    >
      {edited === null ? null : (
        <AddressForm
          key={edited === 'new' ? 'new' : edited.id}
          formId={formId}
          first={first}
          onSubmit={(draft) => void save(draft)}
          withDefault
        />
      )}
    </Sheet>
  );
}
