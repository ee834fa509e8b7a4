import { isProblem } from '@tuanzi/client';
import { t } from '../messages.ts';

export type Question = { readonly title: string; readonly words: string; readonly yes: string; readonly no: string };

/** Toasts and questions are loaded when first needed, or in a quiet moment before. */
const overlay = () => import('./overlay.ts');

export function prepareOverlay(): void {
  overlay().catch(() => undefined);
}

export function notify(words: string): void {
  // Without the network there is no way to load what shows it; the screen itself says that we are offline.
  overlay()
    .then(({ showToast }) => showToast(words))
    .catch(() => undefined);
}

/** A refused or lost command in a sentence. */
export function notifyProblem(error: unknown): void {
  notify(isProblem(error) ? error.title : t('common.somethingWrong'));
}

/** Asks before something that cannot be taken back; no answer is no. */
export async function ask(question: Question): Promise<boolean> {
  try {
    const { showQuestion } = await overlay();
    return await showQuestion(question);
  } catch {
    return false;
  }
}
