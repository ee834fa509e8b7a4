import { useApi, useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button } from 'antd';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';

/** Where this account is signed in; any other device can be signed out, or all of them at once. */
export function MySessions() {
  const t = useT();
  const { me } = useSession();
  const { date, relative } = useTimeFormat();
  const { message } = App.useApp();
  const sessions = useApi('GET /api/me/sessions');
  const end = useCommand('DELETE /api/me/sessions/{loginId}', {
    invalidates: ['GET /api/me/sessions'],
    onDone: () => void message.success(t('account.sessions.ended')),
  });
  const items = sessions.data?.items ?? [];
  return (
    <section className="cs-panel" data-testid="my-sessions">
      <div className="ac-head">
        <h2>{t('account.sessions.title')}</h2>
        {items.some(({ isCurrent }) => !isCurrent) ? <EndOthers /> : null}
      </div>
      <p className="cs-quiet">{t(me.email === null ? 'account.sessions.wordsByPhone' : 'account.sessions.words')}</p>
      {sessions.isError ? <ListProblem problem={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      {sessions.isPending ? <TableSkeleton rows={3} /> : null}
      <ul className="ac-sessions">
        {items.map((session) => (
          <li key={session.id} data-testid="my-session">
            <div className="cs-words">
              <strong className="tz-line-1">{session.device}</strong>
              <span className="cs-quiet cs-small">
                {t('account.sessions.since', { date: date(session.createdAt) })} ·{' '}
                {t('account.sessions.seen', { when: relative(session.lastSeenAt) })}
              </span>
            </div>
            {session.isCurrent ? (
              <span className="tz-chip" data-tone="leaf">
                {t('account.sessions.current')}
              </span>
            ) : (
              <Button
                loading={end.isPending && end.variables.params.loginId === session.id}
                onClick={() =>
                  end.mutate({ params: { loginId: session.id } }, { onError: (error) => void message.error(sentenceOf(error)) })
                }
                aria-label={t('account.sessions.endOf', { device: session.device })}
              >
                {t('account.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndOthers() {
  const t = useT();
  const { message, modal } = App.useApp();
  const endOthers = useCommand('DELETE /api/me/sessions', { invalidates: ['GET /api/me/sessions'] });
  const ask = () =>
    void modal.confirm({
      title: t('account.sessions.othersTitle'),
      content: t('account.sessions.othersWords'),
      okText: t('account.sessions.others'),
      cancelText: t('list.cancel'),
      okButtonProps: { danger: true, 'data-testid': 'end-others-confirm' },
      onOk: async () => {
        try {
          await endOthers.mutateAsync({});
          void message.success(t('account.sessions.othersEnded'));
        } catch (error) {
          void message.error(sentenceOf(error));
        }
      },
    });
  return (
    <Button danger onClick={ask} data-testid="end-others">
      {t('account.sessions.others')}
    </Button>
  );
}
