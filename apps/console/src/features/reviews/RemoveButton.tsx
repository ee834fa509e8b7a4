import { useCommand } from '@tuanzi/client/react';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';

const reasons = ['illegal', 'obscene', 'insulting', 'private-data', 'advertising'] as const;

/** For the keeper of the installation only; nobody of the shop can take anything down. */
export function RemoveButton({ kind, id }: { kind: 'review' | 'question' | 'answer'; id: string }) {
  const t = useT();
  const { me } = useSession();
  const { message } = App.useApp();
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState<(typeof reasons)[number]>('illegal');
  const [note, setNote] = useState('');
  const remove = useCommand('POST /api/platform/removals', {
    invalidates: [
      'GET /api/console/shops/{shopId}/reviews',
      'GET /api/console/shops/{shopId}/questions',
      'GET /api/console/shops/{shopId}/reviews/counts',
    ],
  });
  if (!me.isPlatformAdmin) return null;
  const send = () =>
    remove.mutate(
      { body: { kind, targetId: id, reason, note: note.trim() } },
      {
        onSuccess: () => {
          void message.success(t('reviews.removeDone'));
          setIsOpen(false);
        },
        onError: (error) => void message.error(sentenceOf(error)),
      },
    );
  return (
    <>
      <Button size="small" type="text" className="cs-quiet" onClick={() => setIsOpen(true)} data-testid={`remove-${kind}`}>
        {t('reviews.remove')}
      </Button>
      <Modal
        open={isOpen}
        title={t('reviews.removeTitle')}
        okText={t('reviews.removeGo')}
        cancelText={t('reviews.cancel')}
        okButtonProps={{ danger: true, disabled: note.trim() === '', loading: remove.isPending }}
        onOk={send}
        onCancel={() => setIsOpen(false)}
      >
        <div className="cs-stack">
          <p>{t('reviews.removeWords')}</p>
          <Select
            aria-label={t('reviews.removeReason')}
            value={reason}
            onChange={setReason}
            options={reasons.map((value) => ({ value, label: t(`reviews.reason.${value}`) }))}
          />
          <Input.TextArea
            rows={3}
            maxLength={200}
            value={note}
            placeholder={t('reviews.removeNote')}
            aria-label={t('reviews.removeNote')}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </Modal>
    </>
  );
}
