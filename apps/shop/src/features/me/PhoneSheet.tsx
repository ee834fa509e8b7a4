import { isProblem } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { useNow } from '@tuanzi/ui/time.ts';
import { type FormEvent, useId, useState } from 'react';
import { useT } from '../../messages.ts';
import { notify } from '../../shell/notify.ts';
import { Sheet } from '../../shell/Sheet.tsx';
import { useBecome } from '../../shell/use-me.ts';
import styles from './me.module.css';

const phonePattern = /^1[3-9]\d{9}$/;

/** Proves a phone number by a code. Whoever was a guest keeps the cart, the orders and the seat in the team. */
export function PhoneSheet({ first, onEnd }: { first: string; onEnd: (isProved: boolean) => void }) {
  const t = useT();
  const formId = useId();
  const become = useBecome();
  const [phone, setPhone] = useState(first);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState('');
  const { send, waitSeconds, isSent, isSending } = useCodes(phone, setProblem);
  const signIn = useCommand('POST /api/auth/phone/sign-in');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!phonePattern.test(phone)) return setProblem(t('address.phoneWrong'));
    if (!isSent) return send();
    try {
      const me = await signIn.mutateAsync({ body: { phone, code } });
      await become(me);
      notify(t('me.welcome', { name: me.nickname }));
      onEnd(true);
    } catch (error) {
      setProblem(isProblem(error) ? error.title : t('common.somethingWrong'));
    }
  };
  const canGo = isSent ? /^\d{6}$/.test(code) : phonePattern.test(phone);
  return (
    <Sheet
      isOpen
      onClose={() => onEnd(false)}
      title={t('me.phoneTitle')}
      testId="phone-sheet"
      foot={
        <button
          type="submit"
          form={formId}
          className="tz-button"
          data-tone="primary"
          data-wide
          disabled={!canGo}
          aria-busy={signIn.isPending || isSending}
          data-testid="phone-submit"
        >
          <span className="tz-button-words">{isSent ? t('me.signIn') : t('me.sendCode')}</span>
        </button>
      }
    >
      <form id={formId} className={styles.phoneForm} onSubmit={(event) => void submit(event)} noValidate>
        <p className={styles.phoneWords}>{t('me.phoneWords')}</p>
        <label className="sh-field">
          <span className="sh-label">{t('address.phone')}</span>
          <input
            className="sh-input tz-figures"
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            maxLength={11}
            value={phone}
            onChange={(event) => {
              setPhone(event.target.value.replaceAll(/\D/g, ''));
              setProblem('');
            }}
            data-testid="phone-input"
          />
        </label>
        {isSent ? (
          <div className="sh-field">
            <label htmlFor={`${formId}-code`}>{t('me.code')}</label>
            <div className={styles.codeRow}>
              <input
                id={`${formId}-code`}
                className="sh-input tz-figures"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={(event) => {
                  setCode(event.target.value.replaceAll(/\D/g, ''));
                  setProblem('');
                }}
                data-testid="code-input"
              />
              <button type="button" className="tz-button" disabled={waitSeconds > 0} onClick={send}>
                {waitSeconds > 0 ? t('me.resendIn', { seconds: waitSeconds }) : t('me.resend')}
              </button>
            </div>
          </div>
        ) : null}
        <p className="sh-field-problem" role="alert">
          {problem}
        </p>
      </form>
    </Sheet>
  );
}

function useCodes(phone: string, onProblem: (words: string) => void) {
  const command = useCommand('POST /api/auth/phone/code');
  const [isSent, setIsSent] = useState(false);
  const [nextAt, setNextAt] = useState(0);
  const now = useNow();
  const send = () => {
    onProblem('');
    command.mutate(
      { body: { phone } },
      {
        onSuccess: ({ resendAfterSeconds }) => {
          setIsSent(true);
          setNextAt(Date.now() + resendAfterSeconds * 1000);
        },
        onError: (error) => {
          // One was sent a moment ago: that one still works.
          if (error.code === 'code_too_soon') setIsSent(true);
          onProblem(error.title);
        },
      },
    );
  };
  return { send, isSent, isSending: command.isPending, waitSeconds: Math.max(0, Math.ceil((nextAt - now) / 1000)) };
}
