import { isProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { passwordLengthMax, passwordLengthMin } from '@tuanzi/contract/passwords';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '../../messages.ts';
import { notify } from '../../shell/notify.ts';
import { useBecome, useMe } from '../../shell/use-me.ts';
import styles from './me.module.css';

type Field = 'current' | 'next';

/** For the few who sign in with e-mail: another password, given by who knows the one now. */
export function PasswordPanel({ email }: { email: string }) {
  const t = useT();
  const id = useId();
  const { me } = useMe();
  const become = useBecome();
  const [isOpen, setIsOpen] = useState(false);
  /** Whoever closes the form is back at the button that opened it. */
  const [wasOpen, setWasOpen] = useState(false);
  const [values, setValues] = useState({ current: '', next: '' });
  const [problem, setProblem] = useState<{ field: Field; words: string } | null>(null);
  const change = useCommand('PUT /api/me/password');
  const close = () => {
    setIsOpen(false);
    setWasOpen(true);
    setValues({ current: '', next: '' });
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (values.next === values.current) return setProblem({ field: 'next', words: t('security.same') });
    try {
      await change.mutateAsync({ body: values });
      close();
      notify(t('security.changed'));
      // The session goes on under another token; the socket was opened with the old one.
      await become(me);
    } catch (error) {
      if (isProblem(error, 'password_wrong')) return setProblem({ field: 'current', words: t('security.currentWrong') });
      setProblem({ field: 'next', words: isProblem(error) ? error.title : t('common.somethingWrong') });
    }
  };
  const field = (name: Field, autoComplete: string, hint: string) => {
    const words = problem?.field === name ? problem.words : '';
    return (
      <div className="sh-field">
        <label htmlFor={`${id}-${name}`}>{t(`security.${name}`)}</label>
        <input
          id={`${id}-${name}`}
          className="sh-input"
          type="password"
          autoFocus={name === 'current'}
          autoComplete={autoComplete}
          maxLength={passwordLengthMax}
          value={values[name]}
          onChange={(event) => {
            setValues({ ...values, [name]: event.target.value });
            setProblem(null);
          }}
          aria-invalid={words !== ''}
          aria-describedby={`${id}-${name}-words`}
          data-testid={`password-${name}`}
        />
        <span
          id={`${id}-${name}-words`}
          className={words === '' ? 'sh-faint' : 'sh-field-problem'}
          role={words === '' ? undefined : 'alert'}
        >
          {words === '' ? hint : words}
        </span>
      </div>
    );
  };
  if (!isOpen)
    return (
      <button
        type="button"
        className="tz-button"
        data-tone="line"
        autoFocus={wasOpen}
        onClick={() => setIsOpen(true)}
        data-testid="change-password"
      >
        {t('security.password')}
      </button>
    );
  return (
    <section className={styles.panel}>
      <h2 className={styles.label}>{t('security.password')}</h2>
      <form className={styles.phoneForm} onSubmit={(event) => void submit(event)} noValidate>
        {/* Password managers keep the new password with this name. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        {field('current', 'current-password', '')}
        {field('next', 'new-password', t('security.length', { min: passwordLengthMin }))}
        <p className="sh-faint">{t('security.words')}</p>
        <span className={styles.codeRow}>
          <button
            type="submit"
            className="tz-button"
            data-tone="primary"
            disabled={values.current === '' || values.next.length < passwordLengthMin}
            aria-busy={change.isPending}
            data-testid="password-save"
          >
            <span className="tz-button-words">{t('security.password')}</span>
          </button>
          <button type="button" className="tz-button" onClick={close}>
            {t('security.cancel')}
          </button>
        </span>
      </form>
    </section>
  );
}
