import { useCommand } from '@tuanzi/client/react';
import { App, Button, type ButtonProps } from 'antd';
import { useNavigate } from 'react-router';
import { sentenceOf } from '../../../client.ts';
import { useT } from '../../../messages.ts';

/** There is no way back on air, so it asks once and says what will happen. */
export function EndButton({ sessionId, onEnded }: { sessionId: string; onEnded: () => void }) {
  const t = useT();
  const go = useNavigate();
  const { modal, message } = App.useApp();
  const end = useCommand('POST /api/studio/{sessionId}/end', {
    invalidates: ['GET /api/console/shops/{shopId}/sessions', 'GET /api/studio/{sessionId}', 'GET /api/sessions/{sessionId}'],
  });
  const ask = () => {
    modal.confirm({
      title: t('live.studio.endAsk'),
      content: t('live.studio.endWords'),
      okText: t('live.studio.endYes'),
      cancelText: t('live.plan.keep'),
      okButtonProps: { danger: true, 'data-testid': 'end-session-confirm' } as ButtonProps,
      onOk: async () => {
        try {
          await end.mutateAsync({ params: { sessionId } });
          onEnded();
          void message.success(t('live.studio.ended'));
          void go(`/live/${sessionId}`);
        } catch (error) {
          void message.error(sentenceOf(error));
        }
      },
    });
  };
  return (
    <Button danger className="st-end" onClick={ask} loading={end.isPending} data-testid="end-session">
      {t('live.studio.end')}
    </Button>
  );
}
