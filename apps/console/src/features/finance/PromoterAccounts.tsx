import type { ApiReply } from '@tuanzi/client';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { useLedgerWords } from './ledger-words.ts';

type Account = ApiReply<'GET /api/console/shops/{shopId}/ledger/accounts'>['items'][number];
const states = ['pending', 'frozen', 'available'] as const;

/** A shop may have hundreds of promoters: their accounts are shown summed by state, and opened person by person. */
export function PromoterAccounts({ accounts }: { accounts: readonly Account[] }) {
  const t = useT();
  const words = useLedgerWords();
  if (accounts.length === 0) return null;
  return (
    <>
      {states.map((state) => {
        const found = accounts.filter(({ account }) => account.endsWith(`:${state}`));
        return found.length === 0 ? null : (
          <li key={state}>
            <Link className="fi-account" to="/promoters">
              <span className="fi-account-name">{t(`finance.accounts.${state}`)}</span>
              <strong className="fi-balance tz-figures">{formatFen(found.reduce((sum, { balanceFen }) => sum + balanceFen, 0))}</strong>
              <span className="cs-quiet cs-small">{words.why(`promoter::${state}`)}</span>
              <span className="cs-quiet cs-small">{t('finance.people', { count: found.length })}</span>
            </Link>
          </li>
        );
      })}
    </>
  );
}
