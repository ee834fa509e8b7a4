import { useCommand } from '@tuanzi/client/react';
import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import { sentenceOf } from '../../../client.ts';
import { useT } from '../../../messages.ts';

export function CancelSession({ shopId, sessionId }: { shopId: string; sessionId: string }) {
  const t = useT();
  const go = useNavigate();
  const { modal, message } = App.useApp();
  const cancel = useCommand('POST /api/console/shops/{shopId}/sessions/{sessionId}/cancel', {
    invalidates: ['GET /api/console/shops/{shopId}/sessions', 'GET /api/sessions/{sessionId}'],
  });
  const ask = () =>
    void modal.confirm({
      title: t('live.plan.cancelAsk'),
      content: t('live.plan.cancelWords'),
      okText: t('live.plan.cancelSession'),
      cancelText: t('live.plan.keep'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await cancel.mutateAsync({ params: { shopId, sessionId } });
          void message.success(t('live.plan.cancelled'));
          void go('/live');
        } catch (error) {
          void message.error(sentenceOf(error));
        }
      },
    });
  return (
    <Button size="large" type="text" danger onClick={ask} data-testid="session-cancel">
      {t('live.plan.cancelSession')}
    </Button>
  );
}
