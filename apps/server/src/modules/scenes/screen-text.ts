import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { checkWords } from './rules.ts';
import { readWordRules } from './store-scene-state.ts';

/** What people say elsewhere than in a scene obeys the same words: refused with a blocked one, starred where one is masked. */
export async function screenText(ctx: Ctx, text: string): Promise<string> {
  const checked = checkWords(text, await readWordRules(ctx));
  if (checked.isRefused) throw problem('words_refused');
  return checked.text;
}
