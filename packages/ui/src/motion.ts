import { useSyncExternalStore } from 'react';

const reduced = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined;

/** Whether the person asked their device for less motion. */
export const isMotionReduced = (): boolean => reduced?.matches ?? false;

const subscribe = (listener: () => void) => {
  reduced?.addEventListener('change', listener);
  return () => reduced?.removeEventListener('change', listener);
};

/** The same, followed while the page is open. */
export const useIsMotionReduced = (): boolean => useSyncExternalStore(subscribe, isMotionReduced);
