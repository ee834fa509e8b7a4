import { lazy, Suspense, useState } from 'react';
import type { SheetProps } from './SheetPanel.tsx';

const loadPanel = () => import('./SheetPanel.tsx').then((module) => ({ default: module.SheetPanel }));
const SheetPanel = lazy(loadPanel);

/** A sheet. What makes it slide is loaded with the first one that opens, or in a quiet moment before. */
export function Sheet(props: SheetProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  return wasOpened ? (
    <Suspense fallback={null}>
      <SheetPanel {...props} />
    </Suspense>
  ) : null;
}

export function prepareSheets(): void {
  // Offline now; it is asked for again when a sheet opens.
  loadPanel().catch(() => undefined);
}
