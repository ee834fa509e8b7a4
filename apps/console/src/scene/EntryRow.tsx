import { MoreOutlined } from '@ant-design/icons';
import type { CardView, SceneEntry } from '@tuanzi/contract/scenes';
import { useCommand } from '@tuanzi/client/react';
import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { useTimeFormat } from '@tuanzi/ui/time.ts';
import { App, Button, Dropdown } from 'antd';
import { memo } from 'react';
import { sentenceOf } from '../client.ts';
import { useText } from '../layout/use-text.ts';
import { useT } from '../messages.ts';

type Comment = Extract<SceneEntry, { type: 'comment' }>;
interface RowProps {
  readonly entry: SceneEntry;
  readonly sceneId: string;
  readonly myId: string | null;
  readonly mayModerate: boolean;
}

/** One line of the conversation: somebody's words, or something that happened. */
export const EntryRow = memo(function EntryRow({ entry, sceneId, myId, mayModerate }: RowProps) {
  const words = useHappening(entry);
  if (entry.type === 'comment') return <CommentRow entry={entry} sceneId={sceneId} myId={myId} mayModerate={mayModerate} />;
  if (words === null) return null;
  return (
    <li className="sc-event" data-type={entry.type}>
      {words}
    </li>
  );
});

export function titleOfCard(card: CardView) {
  if (card.kind === 'group-buy') return card.groupBuy.campaign.title;
  return card.kind === 'coupon' ? card.coupon.coupon.title : card.product.title;
}

function useHappening(entry: SceneEntry): string | null {
  const t = useT();
  const text = useText();
  switch (entry.type) {
    case 'joined':
      return t('live.studio.log.joined', { name: entry.person.nickname });
    case 'left':
      return t('live.studio.log.left', { name: entry.person.nickname });
    case 'announcement':
      return t('live.studio.log.announced', { text: entry.text });
    case 'card.dropped':
      return t('live.studio.log.dropped', { name: entry.author.nickname, title: text(titleOfCard(entry.card)) });
    case 'card.withdrawn':
      return t('live.studio.log.withdrawn');
    case 'pinned':
      return entry.product === null ? t('live.studio.log.unpinned') : t('live.studio.log.pinned', { title: text(entry.product.title) });
    case 'ticker':
      return t(`live.studio.log.${entry.what}`, { name: entry.person, title: text(entry.title) });
    case 'status':
      return t(`live.studio.log.${entry.status}`);
    default:
      return null;
  }
}

function CommentRow({ entry, sceneId, myId, mayModerate }: { entry: Comment; sceneId: string; myId: string | null; mayModerate: boolean }) {
  const t = useT();
  const { date } = useTimeFormat();
  const role = t(`live.studio.role.${entry.role}`);
  const isMine = entry.author.id === myId;
  return (
    <li className="sc-row" data-role={entry.role} data-mine={isMine ? true : undefined}>
      <Avatar
        id={entry.author.id}
        nickname={entry.author.nickname}
        {...(entry.author.avatarUrl !== null && { pictureUrl: entry.author.avatarUrl })}
        sizePx={32}
      />
      <div className="sc-bubble">
        <strong>
          {entry.author.nickname}
          {role === '' ? null : <em>{role}</em>}
          <time className="tz-figures">{date(entry.at, 'time')}</time>
        </strong>
        <p>{entry.text}</p>
        {entry.pictures === undefined || entry.pictures.length === 0 ? null : (
          <div className="sc-pictures">
            {entry.pictures.map((picture) => (
              <a
                key={picture.id}
                href={picture.url}
                target="_blank"
                rel="noreferrer"
                aria-label={t('live.pictureOf', { name: entry.author.nickname })}
              >
                <img src={picture.url} alt="" loading="lazy" width={96} height={96} />
              </a>
            ))}
          </div>
        )}
      </div>
      {mayModerate || isMine ? <Moderate entry={entry} sceneId={sceneId} isMine={isMine} /> : null}
    </li>
  );
}

const minutesOf = { mute10: 10, mute60: 60, muteDay: 1440, unmute: 0 } as const;
type Measure = keyof typeof minutesOf;

function Moderate({ entry, sceneId, isMine }: { entry: Comment; sceneId: string; isMine: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const remove = useCommand('DELETE /api/scenes/{sceneId}/entries/{seq}');
  const mute = useCommand('POST /api/scenes/{sceneId}/mutes');
  const run = async (key: string) => {
    try {
      if (key === 'remove') {
        await remove.mutateAsync({ params: { sceneId, seq: entry.seq } });
        return void message.success(t('live.studio.removed'));
      }
      // The menu's keys are these and no others.
      const minutes = minutesOf[key as Measure];
      await mute.mutateAsync({ params: { sceneId }, body: { accountId: entry.author.id, minutes, reason: t('live.studio.muteReason') } });
      void message.success(t(minutes === 0 ? 'live.studio.unmuted' : 'live.studio.muted'));
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  const mayMute = !isMine && entry.role !== 'host' && entry.role !== 'leader';
  const items = [
    { key: 'remove', label: t('live.studio.remove'), danger: true, 'data-testid': 'comment-remove' },
    ...(mayMute
      ? (['mute10', 'mute60', 'muteDay', 'unmute'] as const).map((key) => ({
          key,
          label: t(`live.studio.${key}`),
          'data-testid': `comment-${key}`,
        }))
      : []),
  ];
  return (
    <Dropdown trigger={['click']} placement="bottomRight" menu={{ items, onClick: ({ key }) => void run(key) }}>
      <Button
        type="text"
        className="sc-more"
        icon={<MoreOutlined />}
        aria-label={t('live.studio.more', { name: entry.author.nickname })}
        data-testid={`moderate-${entry.seq}`}
      />
    </Dropdown>
  );
}
