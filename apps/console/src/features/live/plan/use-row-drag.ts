import { useState, type KeyboardEvent, type PointerEvent } from 'react';

export const rowHeightPx = 60;
interface Dragging {
  readonly id: string;
  readonly fromY: number;
  readonly movedPx: number;
}

/** A list whose rows are all as high, put in order by finger, mouse or keyboard. */
export function useRowDrag<T extends { readonly id: string }>(rows: readonly T[], onChange: (rows: readonly T[]) => void) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const from = dragging === null ? -1 : rows.findIndex((row) => row.id === dragging.id);
  const clamp = (index: number) => Math.max(0, Math.min(rows.length - 1, index));
  const to = dragging === null ? -1 : clamp(from + Math.round(dragging.movedPx / rowHeightPx));
  const move = (source: number, target: number) => {
    const next = [...rows];
    next.splice(target, 0, ...next.splice(source, 1));
    onChange(next);
  };
  /** Where a row stands while another is carried over it. */
  const placeOf = (index: number) => {
    if (from < 0 || index === from) return from < 0 ? index : to;
    if (from < index && index <= to) return index - 1;
    return to <= index && index < from ? index + 1 : index;
  };
  return {
    draggedId: dragging?.id ?? null,
    offsetOf: (id: string, index: number) => (id === dragging?.id ? index * rowHeightPx + dragging.movedPx : placeOf(index) * rowHeightPx),
    numberOf: (_id: string, index: number) => placeOf(index) + 1,
    gripOf: (id: string, index: number) => ({
      onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging({ id, fromY: event.clientY, movedPx: 0 });
      },
      onPointerMove: (event: PointerEvent) => {
        if (dragging?.id === id) setDragging({ ...dragging, movedPx: event.clientY - dragging.fromY });
      },
      onPointerUp: () => {
        if (dragging?.id === id && from !== to) move(from, to);
        setDragging(null);
      },
      onPointerCancel: () => setDragging(null),
      onKeyDown: (event: KeyboardEvent) => {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (step === 0) return;
        event.preventDefault();
        if (clamp(index + step) !== index) move(index, index + step);
      },
    }),
  };
}
