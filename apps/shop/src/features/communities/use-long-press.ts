import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';

const holdMs = 450;
const driftMaxPx = 10;

/** Holding a finger on something, a right click, or the menu key: the same wish. Spread what it gives onto the element. */
export function useLongPress(onPress: () => void) {
  const hold = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const end = () => {
    clearTimeout(hold.current?.timer);
    hold.current = null;
  };
  useEffect(() => end, []);
  const press = () => {
    end();
    onPress();
  };
  return {
    'data-pressable': true,
    tabIndex: 0,
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') hold.current = { timer: setTimeout(press, holdMs), x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (hold.current !== null && Math.hypot(event.clientX - hold.current.x, event.clientY - hold.current.y) > driftMaxPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      press();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === 'ContextMenu')) press();
    },
  };
}
