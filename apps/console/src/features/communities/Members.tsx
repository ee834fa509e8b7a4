import { MoreOutlined } from '@ant-design/icons';
import type { ApiReply } from '@tuanzi/client';
import { useApiPages, useCommand } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button, Dropdown } from 'antd';
import { sentenceOf } from '../../client.ts';
import { ListProblem } from '../../layout/ListProblem.tsx';
import { LoadMore } from '../../layout/LoadMore.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';

type Member = ApiReply<'GET /api/communities/{communityId}/members'>['items'][number];

export function Members({ communityId, sceneId }: { communityId: string; sceneId: string }) {
  const pages = useApiPages('GET /api/communities/{communityId}/members', { params: { communityId }, query: { limit: 50 } });
  if (pages.isError) return <ListProblem problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <TableSkeleton rows={5} />;
  return (
    <div className="cm-members" data-testid="members">
      <ul>
        {pages.data.map((member) => (
          <MemberRow key={member.id} member={member} communityId={communityId} sceneId={sceneId} />
        ))}
      </ul>
      <LoadMore pages={pages} count={pages.data.length} />
    </div>
  );
}

function MemberRow({ member, communityId, sceneId }: { member: Member; communityId: string; sceneId: string }) {
  const t = useT();
  const { date } = useTimeFormat();
  const { message, modal } = App.useApp();
  const mute = useCommand('POST /api/scenes/{sceneId}/mutes');
  const remove = useCommand('DELETE /api/communities/{communityId}/members/{accountId}', {
    invalidates: ['GET /api/communities/{communityId}/members', 'GET /api/communities/{communityId}'],
  });
  const setMuted = async (minutes: number) => {
    try {
      await mute.mutateAsync({ params: { sceneId }, body: { accountId: member.id, minutes, reason: t('communities.page.muteReason') } });
      void message.success(t(minutes === 0 ? 'communities.page.unmuted' : 'communities.page.muted'));
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const askRemove = () =>
    void modal.confirm({
      title: t('communities.page.removeAsk', { name: member.nickname }),
      content: t('communities.page.removeWords'),
      okText: t('communities.page.remove'),
      cancelText: t('communities.page.keep'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ params: { communityId, accountId: member.id } });
          void message.success(t('communities.page.removed'));
        } catch (error) {
          void message.error(sentenceOf(error));
        }
      },
    });
  const items = [
    { key: 'mute', label: t('communities.page.mute'), onClick: () => void setMuted(60) },
    { key: 'unmute', label: t('communities.page.unmute'), onClick: () => void setMuted(0) },
    { key: 'remove', label: t('communities.page.remove'), danger: true, onClick: askRemove },
  ];
  return (
    <li className="cm-member">
      <Avatar id={member.id} nickname={member.nickname} {...(member.avatarUrl !== null && { pictureUrl: member.avatarUrl })} sizePx={40} />
      <div>
        <p className="tz-line-1">
          {member.nickname}{' '}
          {member.role === 'leader' ? (
            <span className="tz-chip" data-tone="persimmon">
              {t('communities.page.leaderTag')}
            </span>
          ) : null}
        </p>
        <p className="cs-quiet tz-figures">{t('communities.page.since', { when: date(member.joinedAt, 'day') })}</p>
      </div>
      {member.role === 'leader' ? null : (
        <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
          <Button
            type="text"
            icon={<MoreOutlined />}
            aria-label={t('communities.page.manage', { name: member.nickname })}
            data-testid={`member-${member.id}`}
          />
        </Dropdown>
      )}
    </li>
  );
}
