import { useApi, useCommand } from '@tuanzi/client/react';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button } from 'antd';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';

export function MySessions() {
  const t = useT();
  const { date, relative } = useTimeFormat();
  const { message } = App.useApp();
  const sessions = useApi('GET /api/me/sessions');
  const end = useCommand('DELETE /api/me/sessions/{loginId}', {
    invalidates: ['GET /api/me/sessions'],
    onDone: () => void message.success(t('settings.sessions.ended')),
  });
  if (sessions.isError) return <ListProblem problem={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (sessions.isPending)
    return (
      <section className="cs-panel">
        <TableSkeleton rows={3} />
      </section>
    );
  return (
    <section className="cs-panel">
      <p className="cs-quiet">{t('settings.sessions.words')}</p>
      <ul className="se-sessions">
        {sessions.data.items.map((session) => (
          <li key={session.id}>
            <div className="cs-words">
              <strong className="tz-line-1">{session.device}</strong>
              <span className="cs-quiet cs-small">
                {t('settings.sessions.since', { date: date(session.createdAt) })} ·{' '}
                {t('settings.sessions.seen', { when: relative(session.lastSeenAt) })}
              </span>
            </div>
            {session.isCurrent ? (
              <span className="tz-chip" data-tone="leaf">
                {t('settings.sessions.current')}
              </span>
            ) : (
              <Button
                loading={end.isPending && end.variables.params.loginId === session.id}
                onClick={() =>
                  end.mutate({ params: { loginId: session.id } }, { onError: (error) => void message.error(sentenceOf(error)) })
                }
              >
                {t('settings.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
