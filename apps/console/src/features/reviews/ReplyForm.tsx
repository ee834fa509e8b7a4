import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../../client.ts';
import { useT } from '../../messages.ts';

/** A few words in place, published for everybody. */
export function ReplyForm({
  first,
  hint,
  max,
  onSend,
  onEnd,
}: {
  first: string;
  hint: string;
  max: number;
  onSend: (text: string) => Promise<unknown>;
  onEnd: () => void;
}) {
  const t = useT();
  const { message } = App.useApp();
  const [text, setText] = useState(first);
  const [isBusy, setIsBusy] = useState(false);
  const send = async () => {
    setIsBusy(true);
    try {
      await onSend(text.trim());
      void message.success(t('reviews.sent'));
      onEnd();
    } catch (error) {
      void message.error(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className="rv-form">
      <Input.TextArea
        autoFocus
        dir="auto"
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={max}
        showCount
        value={text}
        placeholder={hint}
        aria-label={hint}
        onChange={(event) => setText(event.target.value)}
        data-testid="reply-text"
      />
      <p className="rv-acts">
        <Button size="small" onClick={onEnd}>
          {t('reviews.cancel')}
        </Button>
        <Button
          size="small"
          type="primary"
          loading={isBusy}
          disabled={text.trim() === ''}
          onClick={() => void send()}
          data-testid="reply-send"
        >
          {t('reviews.send')}
        </Button>
      </p>
    </div>
  );
}
