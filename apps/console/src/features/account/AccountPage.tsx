import { Page } from '../../layout/Page.tsx';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import { MySessions } from './MySessions.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import './account.css';

/** What keeps an account its owner's: the password, and the devices that are signed in. */
export function AccountPage() {
  const t = useT();
  const { me } = useSession();
  return (
    <Page title={t('account.title')} subtitle={[me.nickname, me.email ?? me.phoneMasked].filter((part) => part !== null).join(' · ')}>
      <div className="ac-panels">
        <section className="cs-panel">
          <h2>{t('account.password.title')}</h2>
          {me.email === null ? <p className="cs-quiet">{t('account.password.none')}</p> : <PasswordForm email={me.email} />}
        </section>
        <MySessions />
      </div>
    </Page>
  );
}
