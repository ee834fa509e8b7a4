import type { PendingComment, SceneChannel } from '@tuanzi/client';
import { Button } from 'antd';
import { useT } from '../messages.ts';

/** What I said and the room has not confirmed; refused words stay until they are sent again or taken away. */
export function PendingRow({ comment, channel }: { comment: PendingComment; channel: SceneChannel | null }) {
  const t = useT();
  const again = () => {
    channel?.dismiss(comment.clientId);
    channel?.say(comment.text).catch(() => {
      // The row shows why.
    });
  };
  return (
    <li className="sc-row" data-pending>
      <div className="sc-bubble">
        <strong>{t('live.studio.you')}</strong>
        <p>{comment.text}</p>
        {comment.problem === null ? null : (
          <p className="sc-problem">
            {comment.problem.title}{' '}
            <Button type="link" size="small" onClick={again}>
              {t('live.studio.again')}
            </Button>
          </p>
        )}
      </div>
    </li>
  );
}
