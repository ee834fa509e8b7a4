import type { Address } from '@tuanzi/contract/identity';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useT } from '../../messages.ts';
import styles from './checkout.module.css';
import { loadRegions } from './regions.ts';

export type AddressDraft = Omit<Address, 'id'>;
type Field = 'recipient' | 'phone' | 'province' | 'city' | 'district' | 'street';
const phonePattern = /^1[3-9]\d{9}$/;

export const emptyAddress: AddressDraft = { recipient: '', phone: '', province: '', city: '', district: '', street: '', isDefault: false };

export function isComplete(draft: AddressDraft): boolean {
  return (
    phonePattern.test(draft.phone) &&
    [draft.recipient, draft.province, draft.city, draft.district, draft.street].every((text) => text.trim() !== '')
  );
}

type AddressFormProps = {
  formId: string;
  first?: AddressDraft;
  onChange?: (draft: AddressDraft) => void;
  onSubmit: (draft: AddressDraft) => void;
  withDefault?: boolean;
};

/** Name, number, place. What is wrong is said under its field, once somebody has left it or tried to go on. */
export function AddressForm({ formId, first = emptyAddress, onChange, onSubmit, withDefault = false }: AddressFormProps) {
  const t = useT();
  const [draft, setDraft] = useState(first);
  const [seen, setSeen] = useState<ReadonlySet<Field>>(new Set());
  const regions = useQuery({ queryKey: ['regions'], queryFn: loadRegions, staleTime: Infinity });
  const change = (part: Partial<AddressDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    onChange?.(next);
  };
  const look = (field: Field) => setSeen((before) => new Set(before).add(field));
  const problemOf = (field: Field) => {
    if (!seen.has(field)) return undefined;
    if (field === 'phone') return phonePattern.test(draft.phone) ? undefined : t('address.phoneWrong');
    return draft[field].trim() === '' ? t('address.missing') : undefined;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSeen(new Set<Field>(['recipient', 'phone', 'province', 'city', 'district', 'street']));
    if (isComplete(draft)) onSubmit({ ...draft, recipient: draft.recipient.trim(), street: draft.street.trim() });
    else requestAnimationFrame(() => document.querySelector<HTMLElement>(`#${CSS.escape(formId)} [aria-invalid='true']`)?.focus());
  };
  const { data } = regions;
  return (
    <form id={formId} className={styles.addressForm} onSubmit={submit} noValidate>
      <TextField
        label={t('address.recipient')}
        value={draft.recipient}
        onText={(recipient) => change({ recipient })}
        onLeave={() => look('recipient')}
        problem={problemOf('recipient')}
        autoComplete="name"
        maxLength={32}
        name="recipient"
      />
      <TextField
        label={t('address.phone')}
        value={draft.phone}
        onText={(phone) => change({ phone: phone.replaceAll(/\D/g, '').slice(0, 11) })}
        onLeave={() => look('phone')}
        problem={problemOf('phone')}
        autoComplete="tel-national"
        inputMode="numeric"
        maxLength={13}
        name="phone"
      />
      <div className={styles.regions}>
        <Choice
          label={t('address.province')}
          value={draft.province}
          among={data?.provinces() ?? []}
          onChoose={(province) => change({ province, city: only(data?.cities(province)), district: '' })}
          onLeave={() => look('province')}
          problem={problemOf('province')}
          name="province"
        />
        <Choice
          label={t('address.city')}
          value={draft.city}
          among={data?.cities(draft.province) ?? []}
          onChoose={(city) => change({ city, district: only(data?.districts(draft.province, city)) })}
          onLeave={() => look('city')}
          problem={problemOf('city')}
          name="city"
        />
        <Choice
          label={t('address.district')}
          value={draft.district}
          among={data?.districts(draft.province, draft.city) ?? []}
          onChoose={(district) => change({ district })}
          onLeave={() => look('district')}
          problem={problemOf('district')}
          name="district"
        />
      </div>
      <TextField
        label={t('address.street')}
        value={draft.street}
        onText={(street) => change({ street })}
        onLeave={() => look('street')}
        problem={problemOf('street')}
        autoComplete="street-address"
        maxLength={120}
        placeholder={t('address.streetHint')}
        name="street"
      />
      {withDefault ? (
        <label className={styles.check}>
          <input type="checkbox" checked={draft.isDefault} onChange={(event) => change({ isDefault: event.target.checked })} />
          {t('address.makeDefault')}
        </label>
      ) : null}
    </form>
  );
}

/** Beijing has one city under it: nobody should have to choose it. */
const only = (names: string[] | undefined) => (names?.length === 1 ? (names[0] ?? '') : '');

type TextFieldProps = {
  label: string;
  value: string;
  name: Field;
  onText: (text: string) => void;
  onLeave: () => void;
  problem: string | undefined;
  autoComplete: string;
  inputMode?: 'numeric';
  maxLength: number;
  placeholder?: string;
};

function TextField({ label, value, name, onText, onLeave, problem, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} problem={problem}>
      <input
        id={id}
        className="sh-input"
        name={name}
        value={value}
        onChange={(event) => onText(event.target.value)}
        onBlur={onLeave}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        {...rest}
      />
    </FieldFrame>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  name: Field;
  among: readonly string[];
  onChoose: (value: string) => void;
  onLeave: () => void;
  problem: string | undefined;
};

function Choice({ label, value, name, among, onChoose, onLeave, problem }: ChoiceProps) {
  const t = useT();
  const id = useId();
  // Places already in an address are kept even if the list has since renamed them.
  const names = value === '' || among.includes(value) ? among : [value, ...among];
  return (
    <FieldFrame id={id} label={label} problem={problem}>
      <select
        id={id}
        className="sh-input"
        name={name}
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        onBlur={onLeave}
        disabled={names.length === 0}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
      >
        <option value="" disabled>
          {t('address.choose')}
        </option>
        {names.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

function FieldFrame({ id, label, problem, children }: { id: string; label: string; problem: string | undefined; children: ReactNode }) {
  return (
    <div className="sh-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {problem === undefined ? null : (
        <span id={`${id}-problem`} className="sh-field-problem">
          {problem}
        </span>
      )}
    </div>
  );
}
