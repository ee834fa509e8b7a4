import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ColourName, dark, light, type Palette, printTokens } from './tokens.ts';

const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string) => {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
};

const words: ColourName[] = ['ink', 'ink-2', 'ink-3', 'persimmon-text', 'leaf-text', 'honey-text', 'sky-text'];
const onGrounds = words.flatMap((word) => (['ground', 'surface', 'raised'] as const).map((ground) => [word, ground] as const));
const onTints = [
  ['ink', 'sunken'],
  ['ink-2', 'sunken'],
  ['persimmon-text', 'persimmon-soft'],
  ['leaf-text', 'leaf-soft'],
  ['honey-text', 'honey-soft'],
  ['sky-text', 'sky-soft'],
  ['on-persimmon', 'persimmon'],
  ['on-persimmon', 'persimmon-hover'],
  ['on-leaf', 'leaf-strong'],
  ['on-honey', 'honey'],
] as const;
const palettes: [string, Palette][] = [
  ['light', light],
  ['dark', dark],
];

test.each(palettes)('words keep a contrast of 4.5 on every ground they stand on: %s', (_, palette) => {
  const tooFaint = [...onGrounds, ...onTints]
    .map(([word, ground]) => ({ pair: `${word} on ${ground}`, ratio: contrast(palette[word], palette[ground]) }))
    .filter(({ ratio }) => ratio < 4.5);
  expect(tooFaint).toEqual([]);
});

test('tokens.css says what tokens.ts says', () => {
  expect(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')).toBe(printTokens());
});
