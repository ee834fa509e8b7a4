import { useApi, useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { useT } from '../../messages.ts';
import { ask, notify, notifyProblem } from '../../shell/notify.ts';
import styles from './me.module.css';

/** Where I am signed in: one device can be signed out, or all but this one. */
export function MySessions() {
  const t = useT();
  const time = useTimeFormat();
  const sessions = useApi('GET /api/me/sessions', {});
  const end = useCommand('DELETE /api/me/sessions/{loginId}', { invalidates: ['GET /api/me/sessions'] });
  const endOthers = useCommand('DELETE /api/me/sessions', { invalidates: ['GET /api/me/sessions'] });
  if (sessions.data === undefined) return null;
  const { items } = sessions.data;
  const askEndOthers = async () => {
    const question = {
      title: t('security.endOthersTitle'),
      words: t('security.endOthersWords'),
      yes: t('settings.endSession'),
      no: t('security.cancel'),
    };
    if (!(await ask(question))) return;
    endOthers.mutate({}, { onSuccess: () => notify(t('security.endOthersDone')), onError: notifyProblem });
  };
  return (
    <section className={styles.panel}>
      <h2 className={styles.label}>{t('settings.sessions')}</h2>
      <ul className="sh-list">
        {items.map((session) => (
          <li key={session.id} className={styles.session} data-testid="my-session">
            <span className={styles.profileWords}>
              <span className="tz-line-2">{session.device}</span>
              <span className="sh-faint">
                {session.isCurrent ? t('settings.thisDevice') : t('settings.lastSeen', { when: time.relative(session.lastSeenAt) })}
              </span>
            </span>
            {session.isCurrent ? null : (
              <button
                type="button"
                className="tz-button"
                data-size="s"
                aria-label={`${t('settings.endSession')} ${session.device}`}
                onClick={() =>
                  end.mutate(
                    { params: { loginId: session.id } },
                    { onSuccess: () => notify(t('settings.sessionEnded')), onError: notifyProblem },
                  )
                }
              >
                {t('settings.endSession')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {items.some(({ isCurrent }) => !isCurrent) ? (
        <button
          type="button"
          className="tz-button"
          data-tone="line"
          data-wide
          aria-busy={endOthers.isPending}
          onClick={() => void askEndOthers()}
          data-testid="end-others"
        >
          {t('security.endOthers')}
        </button>
      ) : null}
    </section>
  );
}
