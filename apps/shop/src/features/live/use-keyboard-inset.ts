import { useEffect, useState } from 'react';

/** How much of the page the phone's keyboard covers. Only iPhones need it: others make the page smaller by themselves. */
export function useKeyboardInset(isActive: boolean): number {
  const [insetPx, setInsetPx] = useState(0);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!isActive || viewport === null) return undefined;
    const measure = () => setInsetPx(Math.max(0, Math.round(window.innerHeight - viewport.height - viewport.offsetTop)));
    measure();
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
      setInsetPx(0);
    };
  }, [isActive]);
  return insetPx;
}
