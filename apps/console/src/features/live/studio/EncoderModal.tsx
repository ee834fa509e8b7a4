import { CopyOutlined } from '@ant-design/icons';
import type { ApiReply } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { Alert, App, Button, Modal } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../../client.ts';
import { useT } from '../../../messages.ts';
import { copyText } from '../../../scene/copy-text.ts';

type Keys = ApiReply<'POST /api/studio/{sessionId}/stream-key'>;

/** Address and key for an encoder. The key is made when asked for and shown until this closes. */
export function EncoderModal({
  sessionId,
  rtmpUrl,
  isPublishing,
  isOpen,
  onClose,
}: {
  sessionId: string;
  rtmpUrl: string;
  isPublishing: boolean;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const { message, modal } = App.useApp();
  const [keys, setKeys] = useState<Keys | null>(null);
  const make = useCommand('POST /api/studio/{sessionId}/stream-key', { onDone: setKeys });
  const run = () =>
    make.mutateAsync({ params: { sessionId } }).then(
      () => {},
      (error: unknown) => void message.error(sentenceOf(error)),
    );
  const rotate = () =>
    void modal.confirm({
      title: t('live.studio.encoder.rotateAsk'),
      content: t('live.studio.encoder.rotateWords'),
      okText: t('live.studio.encoder.rotate'),
      cancelText: t('live.plan.keep'),
      onOk: run,
    });
  return (
    <Modal
      title={t('live.studio.encoder.title')}
      open={isOpen}
      onCancel={onClose}
      footer={null}
      width={560}
      afterClose={() => setKeys(null)}
    >
      <p className="cs-quiet">{t('live.studio.encoder.words')}</p>
      <Copied label={t('live.studio.encoder.server')} value={keys?.rtmpUrl ?? rtmpUrl} testId="rtmp-url" />
      {keys === null ? (
        <Button
          type="primary"
          block
          size="large"
          loading={make.isPending}
          onClick={isPublishing ? rotate : () => void run()}
          data-testid="make-stream-key"
        >
          {t('live.studio.encoder.make')}
        </Button>
      ) : (
        <>
          <Copied label={t('live.studio.encoder.key')} value={keys.rtmpStreamName} testId="stream-key" />
          <Copied label={t('live.studio.encoder.whip')} value={keys.whipUrl} testId="whip-url" />
          <Copied label={t('live.studio.encoder.token')} value={keys.streamKey} testId="whip-token" />
          <Alert
            type="info"
            showIcon
            title={t('live.studio.encoder.once')}
            action={
              <Button size="small" onClick={rotate} loading={make.isPending} data-testid="rotate-stream-key">
                {t('live.studio.encoder.rotate')}
              </Button>
            }
          />
        </>
      )}
      <p className="cs-quiet st-hint">{t('live.studio.encoder.hint')}</p>
    </Modal>
  );
}

function Copied({ label, value, testId }: { label: string; value: string; testId: string }) {
  const t = useT();
  const { message } = App.useApp();
  const copy = () => void copyText(value).then(() => message.success(t('live.studio.encoder.copied')));
  return (
    <div className="st-copied">
      <span>{label}</span>
      <code data-testid={testId}>{value}</code>
      <Button icon={<CopyOutlined />} onClick={copy} aria-label={`${t('live.studio.encoder.copy')} ${label}`}>
        {t('live.studio.encoder.copy')}
      </Button>
    </div>
  );
}
