import { Dialog, Toast, unstableSetRender } from 'antd-mobile';
import { createRoot } from 'react-dom/client';
import type { Question } from './notify.ts';

// antd-mobile draws toasts and dialogs that are called from code with the way of React 18 unless it is told this one.
unstableSetRender((node, container) => {
  const root = createRoot(container);
  root.render(node);
  return async () => root.unmount();
});

export function showToast(words: string): void {
  Toast.show({ content: words, duration: 2200, position: 'bottom' });
}

export async function showQuestion({ title, words, yes, no }: Question): Promise<boolean> {
  return Dialog.confirm({ title, content: words, confirmText: yes, cancelText: no });
}
