import { UserAddOutlined } from '@ant-design/icons';
import { useApi, useCommand } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';
import { useIsAtLeast, useSession } from '../../session.tsx';
import { StaffDialog } from './StaffDialog.tsx';

/** Who works here and what each may do. */
export function Staff() {
  const t = useT();
  const { shopId, me } = useSession();
  const mayChange = useIsAtLeast('admin');
  const { date } = useTimeFormat();
  const { message, modal } = App.useApp();
  const [isOpen, setIsOpen] = useState(false);
  const staff = useApi('GET /api/console/shops/{shopId}/staff', { params: { shopId } });
  const end = useCommand('DELETE /api/console/shops/{shopId}/staff/{accountId}', {
    invalidates: ['GET /api/console/shops/{shopId}/staff'],
    onDone: () => void message.success(t('settings.staff.ended')),
  });
  const askEnd = (accountId: string, name: string) =>
    modal.confirm({
      title: t('settings.staff.endTitle', { name }),
      content: t('settings.staff.endWords'),
      okText: t('settings.staff.end'),
      okButtonProps: { danger: true, 'data-testid': 'staff-end-confirm' },
      cancelText: t('list.cancel'),
      onOk: () =>
        end.mutateAsync({ params: { shopId, accountId } }).catch((error: unknown) => {
          void message.error(sentenceOf(error));
        }),
    });
  if (staff.isError) return <ListProblem problem={staff.error} onRetry={() => void staff.refetch()} />;
  if (staff.isPending)
    return (
      <section className="cs-panel">
        <TableSkeleton rows={4} />
      </section>
    );
  return (
    <section className="cs-panel">
      {mayChange ? (
        <div className="cs-filters">
          <Button type="primary" icon={<UserAddOutlined />} onClick={() => setIsOpen(true)} data-testid="add-staff">
            {t('settings.staff.add')}
          </Button>
        </div>
      ) : null}
      <ul className="se-staff">
        {staff.data.items.map(({ person, role, contact, since }) => (
          <li key={person.id} data-testid="staff">
            <div className="cs-with-thumb">
              <Avatar
                id={person.id}
                nickname={person.nickname}
                {...(person.avatarUrl !== null && { pictureUrl: person.avatarUrl })}
                sizePx={40}
              />
              <div>
                <strong className="tz-line-1">
                  {person.nickname}
                  {person.id === me.id ? <span className="cs-quiet"> · {t('settings.staff.you')}</span> : null}
                </strong>
                <span className="cs-quiet cs-small">
                  {contact} · {t('settings.staff.since', { date: date(since, 'day') })}
                </span>
              </div>
            </div>
            <div className="se-role">
              <div className="cs-right">
                <strong>{t(`settings.staff.roles.${role}`)}</strong>
                <div className="cs-quiet cs-small">{t(`settings.staff.roleWords.${role}`)}</div>
              </div>
              {mayChange && person.id !== me.id ? (
                <Button danger type="text" onClick={() => askEnd(person.id, person.nickname)} data-testid={`staff-end-${person.id}`}>
                  {t('settings.staff.end')}
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      <StaffDialog shopId={shopId} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </section>
  );
}
