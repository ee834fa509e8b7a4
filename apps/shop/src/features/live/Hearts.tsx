import { Heart } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import styles from './live.module.css';

type Flying = { readonly id: number; readonly drift: number; readonly tone: number };
const flightMs = 2200;
const shownMax = 14;
let lastId = 0;

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Hearts that float: mine at once, other people's when the real count rises, never more than the eye can follow. */
export function useHearts(likes: number): { shown: readonly Flying[]; add: (count: number) => void } {
  const [shown, setShown] = useState<readonly Flying[]>([]);
  const seen = useRef(likes);
  const own = useRef(0);
  const fly = useCallback((count: number) => {
    if (count <= 0 || isStill()) return;
    const made = Array.from({ length: Math.min(count, 4) }, () => ({ id: ++lastId, drift: Math.random() * 44 - 22, tone: lastId % 3 }));
    setShown((before) => [...before, ...made].slice(-shownMax));
    setTimeout(() => setShown((before) => before.filter((heart) => !made.includes(heart))), flightMs);
  }, []);
  useEffect(() => {
    const rise = likes - seen.current;
    seen.current = likes;
    // The first number is history, and my own have flown already.
    if (rise <= 0 || rise === likes) return;
    const others = Math.max(0, rise - own.current);
    own.current = Math.max(0, own.current - rise);
    fly(others);
  }, [likes, fly]);
  const add = useCallback(
    (count: number) => {
      own.current += count;
      fly(count);
    },
    [fly],
  );
  return { shown, add };
}

export function Hearts({ hearts }: { hearts: readonly Flying[] }) {
  return (
    <div className={styles.hearts} aria-hidden="true">
      {hearts.map((heart) => (
        <span
          key={heart.id}
          className={styles.heart}
          data-tone={heart.tone}
          style={{ '--drift': `${heart.drift}px` } as React.CSSProperties}
        >
          <Heart size={26} fill="currentColor" strokeWidth={0} />
        </span>
      ))}
    </div>
  );
}
