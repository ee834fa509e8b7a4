import { useT } from '../../messages.ts';

/** Names for the books. A kind the page does not know is shown as the ledger writes it. */
export function useLedgerWords(): {
  account: (account: string) => string;
  why: (account: string) => string;
  kind: (kind: string) => string;
} {
  const t = useT();
  const keyOf = (account: string) => {
    if (account.startsWith('provider:')) return 'provider';
    const last = account.split(':').at(-1);
    const family = account.startsWith('promoter:')
      ? (['pending', 'frozen', 'available'] as const)
      : (['held', 'settled', 'commission'] as const);
    return family.find((each) => each === last);
  };
  return {
    account: (account) => {
      const key = keyOf(account);
      return key === undefined
        ? account
        : key === 'provider'
          ? `${t('finance.accounts.provider')} · ${account.slice('provider:'.length)}`
          : account.startsWith('promoter:')
            ? `${t(`finance.accounts.${key}`)} · ${account.split(':')[1]?.slice(-4) ?? ''}`
            : t(`finance.accounts.${key}`);
    },
    why: (account) => {
      const key = keyOf(account);
      return key === undefined ? '' : t(`finance.why.${key}`);
    },
    kind: (kind) => {
      const known = (
        [
          'payment',
          'refund',
          'order-completed',
          'commission-pending',
          'commission-frozen',
          'commission-available',
          'commission-void',
          'commission-reversed',
        ] as const
      ).find((each) => each === kind);
      return known === undefined ? kind : t(`finance.kinds.${known}`);
    },
  };
}
