import { createHash } from 'node:crypto';
import type { SceneEntry } from '@tuanzi/contract/scenes';

/** Live cards a scene holds at most. */
export const cardsMax = 20;
/** Entries a snapshot brings along. */
export const recentMax = 50;
/** The same words from the same person again within this are not said again. */
export const sameTextMs = 10_000;
/** Comments of one person in ten seconds over all servers: the burst of 5 and one a second. */
export const commentsPerTenSeconds = 15;

const chatTypes: ReadonlySet<SceneEntry['type']> = new Set(['comment', 'ticker', 'joined', 'left']);

/** Chat may wait for a tick and be sampled in a flood; everything else is state, sent at once and never dropped. */
export function classOf(type: SceneEntry['type']): 'chat' | 'state' {
  return chatTypes.has(type) ? 'chat' : 'state';
}

/** Letters and digits only, in one case and width, and where each came from. */
function squeeze(text: string): { squeezed: string; from: number[] } {
  let squeezed = '';
  const from: number[] = [];
  let at = 0;
  for (const char of text) {
    for (const plain of char.normalize('NFKC').toLowerCase()) {
      if (!/[\p{L}\p{N}\p{So}\p{Extended_Pictographic}]/u.test(plain)) continue;
      squeezed += plain;
      for (let i = 0; i < plain.length; i++) from.push(at);
    }
    at += char.length;
  }
  return { squeezed, from };
}

/** Names the same words however they are spaced, cased or dotted. */
export function hashText(text: string): string {
  return createHash('sha256')
    .update(squeeze(text).squeezed || text)
    .digest('base64url')
    .slice(0, 22);
}

export interface WordRule {
  readonly word: string;
  readonly kind: 'block' | 'mask';
}
export type CheckedText = { readonly isRefused: true } | { readonly isRefused: false; readonly text: string };

/** Refuses text with a blocked word; puts a star for every character of a masked one. Latin words match whole words only. */
export function checkWords(text: string, rules: readonly WordRule[]): CheckedText {
  const { squeezed, from } = squeeze(text);
  const masked = new Set<number>();
  for (const rule of rules) {
    const { squeezed: word } = squeeze(rule.word);
    if (word === '') continue;
    for (let at = squeezed.indexOf(word); at >= 0; at = squeezed.indexOf(word, at + 1)) {
      const first = from[at] ?? 0;
      const last = from[at + word.length - 1] ?? first;
      if (isInsideLatinWord(text, first, last)) continue;
      if (rule.kind === 'block') return { isRefused: true };
      for (let i = at; i < at + word.length; i++) masked.add(from[i] ?? 0);
    }
  }
  if (masked.size === 0) return { isRefused: false, text };
  let out = '';
  let at = 0;
  for (const char of text) {
    out += masked.has(at) ? '*' : char;
    at += char.length;
  }
  return { isRefused: false, text: out };
}

/** "bitchy" is another word than its first five letters; Chinese has no such borders. */
function isInsideLatinWord(text: string, first: number, last: number): boolean {
  const isLatin = (at: number) => /[a-z]/i.test(text[at] ?? '');
  return (isLatin(first) && isLatin(first - 1)) || (isLatin(last) && isLatin(last + 1));
}
