import { useCommand } from '@tuanzi/client/react';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { chooseTheme, type ThemeChoice, useTheme } from '@tuanzi/ui/theme.ts';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../../messages.ts';
import { closeDock } from '../live/live-dock.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import { PageBar } from '../../shell/PageBar.tsx';
import { useBecome, useMe } from '../../shell/use-me.ts';
import { MySessions } from './MySessions.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import styles from './me.module.css';

const themes: readonly ThemeChoice[] = ['light', 'dark', 'system'];

export function SettingsPage() {
  const t = useT();
  const { me } = useMe();
  const { choice } = useTheme();
  const { language, chooseLanguage } = useLanguage();
  const keep = useCommand('PATCH /api/me');
  const speak = async (next: 'zh-CN' | 'en') => {
    await chooseLanguage(next);
    // The server writes to people in the language they read.
    if (me !== null) keep.mutate({ body: { locale: next === 'en' ? 'en' : 'zh' } });
  };
  return (
    <>
      <PageBar title={t('settings.title')} />
      <div className={styles.me}>
        {me === null ? null : <Nickname nickname={me.nickname} />}
        <Choices label={t('settings.language')}>
          {(['zh-CN', 'en'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={language === each}
              onClick={() => void speak(each)}
              lang={each}
              data-testid={`language-${each}`}
            >
              {each === 'en' ? 'English' : '简体中文'}
            </button>
          ))}
        </Choices>
        <Choices label={t('settings.theme')}>
          {themes.map((each) => (
            <button key={each} type="button" aria-pressed={choice === each} onClick={() => chooseTheme(each)} data-testid={`theme-${each}`}>
              {t(`settings.${each}`)}
            </button>
          ))}
        </Choices>
        {me === null || me.email === null ? null : <PasswordPanel email={me.email} />}
        {me === null ? null : <MySessions />}
        {me === null ? null : <SignOut isGuest={me.kind === 'guest'} />}
      </div>
    </>
  );
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={label}>
      <h2 className={styles.label}>{label}</h2>
      <div className={styles.choices}>{children}</div>
    </section>
  );
}

function Nickname({ nickname }: { nickname: string }) {
  const t = useT();
  const become = useBecome();
  const [text, setText] = useState(nickname);
  const save = useCommand('PATCH /api/me');
  const submit = () =>
    save.mutate(
      { body: { nickname: text.trim() } },
      {
        onSuccess: (me) => {
          notify(t('settings.saved'));
          void become(me);
        },
        onError: notifyProblem,
      },
    );
  return (
    <form
      className={styles.panel}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label className="sh-field">
        <span className="sh-label">
          {t('settings.nickname')} · {t('settings.nicknameWords')}
        </span>
        <span className={styles.codeRow}>
          <input
            className="sh-input"
            value={text}
            maxLength={32}
            onChange={(event) => setText(event.target.value)}
            data-testid="nickname"
          />
          <button
            type="submit"
            className="tz-button"
            data-tone="soft"
            disabled={text.trim() === '' || text.trim() === nickname}
            aria-busy={save.isPending}
          >
            {t('common.save')}
          </button>
        </span>
      </label>
    </form>
  );
}

function SignOut({ isGuest }: { isGuest: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const become = useBecome();
  const out = useCommand('POST /api/auth/sign-out');
  const leave = async () => {
    if (
      !(await ask({
        title: t('settings.signOut'),
        words: isGuest ? t('settings.signOutGuest') : t('settings.signOutWords'),
        yes: t('settings.signOut'),
        no: t('settings.stay'),
      }))
    )
      return;
    try {
      await out.mutateAsync({});
      closeDock();
      await become(null);
      void navigate('/me', { replace: true });
    } catch (error) {
      notifyProblem(error);
    }
  };
  return (
    <button type="button" className="tz-button" data-tone="line" onClick={() => void leave()} data-testid="sign-out">
      {t('settings.signOut')}
    </button>
  );
}
