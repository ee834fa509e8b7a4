import type { Person } from '@tuanzi/contract/shapes';
import { useCommand } from '@tuanzi/client/react';
import { useState } from 'react';
import { useT } from '../../messages.ts';
import { notify, notifyProblem } from '../../shell/notify.ts';
import styles from './chat.module.css';

const spans = [
  ['tenMinutes', 10],
  ['hour', 60],
  ['day', 1440],
  ['month', 43_200],
  ['none', 0],
] as const;
const reasons = ['ads', 'rude', 'spam', 'other'] as const;

/** How long and why: the reason is kept with the act. */
export function MuteForm({ sceneId, person, onDone }: { sceneId: string; person: Person; onDone: () => void }) {
  const t = useT();
  const [minutes, setMinutes] = useState(10);
  const [reason, setReason] = useState<(typeof reasons)[number]>('ads');
  const mute = useCommand('POST /api/scenes/{sceneId}/mutes');
  const { nickname: name } = person;
  const send = () =>
    mute.mutate(
      { params: { sceneId }, body: { accountId: person.id, minutes, reason: t(`chat.reasons.${reason}`) } },
      {
        onSuccess: () => {
          notify(minutes === 0 ? t('chat.unmuted', { name }) : t('chat.muted', { name }));
          onDone();
        },
        onError: notifyProblem,
      },
    );
  return (
    <div className={styles.mute}>
      <fieldset className={styles.choices}>
        <legend>{t('chat.forMinutes')}</legend>
        {spans.map(([key, value]) => (
          <button key={key} type="button" aria-pressed={minutes === value} onClick={() => setMinutes(value)} data-testid={`mute-${value}`}>
            {t(`chat.span.${key}`)}
          </button>
        ))}
      </fieldset>
      {minutes === 0 ? null : (
        <fieldset className={styles.choices}>
          <legend>{t('chat.reason')}</legend>
          {reasons.map((each) => (
            <button key={each} type="button" aria-pressed={reason === each} onClick={() => setReason(each)}>
              {t(`chat.reasons.${each}`)}
            </button>
          ))}
        </fieldset>
      )}
      <button
        type="button"
        className="tz-button"
        data-tone="primary"
        data-wide
        aria-busy={mute.isPending}
        onClick={send}
        data-testid="mute-send"
      >
        <span className="tz-button-words">{t(minutes === 0 ? 'chat.unmuteNow' : 'chat.muteNow', { name })}</span>
      </button>
    </div>
  );
}
