import { type ReactNode, type TouchEvent, useRef, useState } from 'react';
import { useT } from '../messages.ts';
import styles from './shell.module.css';

const releaseAtPx = 64;
const pullMaxPx = 96;

/** Pulled down at the top of the page, it reads again. The page follows the finger with some weight. */
export function PullToRefresh({ onRefresh, children }: { onRefresh: () => Promise<void>; children: ReactNode }) {
  const t = useT();
  const startY = useRef<number | null>(null);
  const [pulledPx, setPulledPx] = useState(0);
  const [isReading, setIsReading] = useState(false);
  const start = (event: TouchEvent) => {
    startY.current = window.scrollY <= 0 && !isReading ? (event.touches[0]?.clientY ?? null) : null;
  };
  const move = (event: TouchEvent) => {
    if (startY.current === null) return;
    const distance = (event.touches[0]?.clientY ?? 0) - startY.current;
    setPulledPx(distance <= 0 || window.scrollY > 0 ? 0 : Math.min(pullMaxPx, distance * 0.45));
  };
  const end = async () => {
    startY.current = null;
    const isFarEnough = pulledPx >= releaseAtPx;
    setPulledPx(0);
    if (!isFarEnough) return;
    setIsReading(true);
    await onRefresh().finally(() => setIsReading(false));
  };
  const shownPx = isReading ? 44 : pulledPx;
  const words = isReading ? t('common.readingOn') : pulledPx >= releaseAtPx ? t('common.release') : t('common.pull');
  return (
    <div onTouchStart={start} onTouchMove={move} onTouchEnd={() => void end()} onTouchCancel={() => void end()}>
      <output className={styles.pull} style={{ height: shownPx }} data-held={pulledPx > 0 || undefined}>
        {shownPx > 20 ? words : null}
      </output>
      {children}
    </div>
  );
}
