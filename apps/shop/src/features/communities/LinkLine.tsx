import type { SceneState } from '@tuanzi/client';
import { useEffect, useState } from 'react';
import { useT } from '../../messages.ts';
import styles from './chat.module.css';

/** A short gap heals unseen; only one that lasts is worth a word. */
const patienceMs = 1500;

/** How the conversation is connected, when it is not as it should be. Everything already said stays on screen meanwhile. */
export function LinkLine({ link }: { link: SceneState['link'] }) {
  const t = useT();
  const [lasting, setLasting] = useState<SceneState['link'] | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(link), patienceMs);
    return () => clearTimeout(timer);
  }, [link]);
  if (lasting !== link || (link !== 'waiting' && link !== 'polling')) return null;
  return (
    <p className={styles.link} role="status" data-testid="chat-link">
      {t(link === 'waiting' ? 'chat.waiting' : 'chat.polling')}
    </p>
  );
}
