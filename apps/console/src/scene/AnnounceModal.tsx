import { useCommand } from '@tuanzi/client/react';
import { App, Input, Modal, type ButtonProps } from 'antd';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../client.ts';
import { useT } from '../messages.ts';

export function AnnounceModal({
  sceneId,
  current,
  isOpen,
  onClose,
}: {
  sceneId: string;
  current: string;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useT();
  const { message } = App.useApp();
  const [text, setText] = useState(current);
  useEffect(() => {
    if (isOpen) setText(current);
    // What is being written is not overwritten by what arrives meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isOpen]);
  const announce = useCommand('POST /api/scenes/{sceneId}/announcement');
  const publish = async () => {
    try {
      await announce.mutateAsync({ params: { sceneId }, body: { text: text.trim() } });
      void message.success(t('live.studio.announced'));
      onClose();
    } catch (error) {
      void message.error(sentenceOf(error));
    }
  };
  return (
    <Modal
      title={t('live.studio.announceTitle')}
      open={isOpen}
      onCancel={onClose}
      onOk={() => void publish()}
      okText={t('live.studio.publish')}
      confirmLoading={announce.isPending}
      okButtonProps={{ disabled: text.trim() === '', 'data-testid': 'announce-publish' } as ButtonProps}
    >
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={500}
        showCount
        autoSize={{ minRows: 3, maxRows: 8 }}
        placeholder={t('live.studio.announceHint')}
        aria-label={t('live.studio.announceTitle')}
        data-testid="announce-text"
      />
    </Modal>
  );
}
