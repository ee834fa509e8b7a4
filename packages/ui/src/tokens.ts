/**
 * Every colour, size and duration of both web apps, once. `tokens.css` is printed from here
 * (`node packages/ui/src/print-tokens.ts`), antd's theme is computed from here, and a test keeps text readable.
 */

export const light = {
  // Grounds, from the page upwards.
  ground: '#FBF8F5',
  surface: '#FFFFFF',
  sunken: '#F4EFEA',
  raised: '#FFFFFF',
  scrim: 'rgba(32, 26, 23, 0.48)',
  // Ink. `ink-3` is the faintest grey that may carry words.
  ink: '#201A17',
  'ink-2': '#5C534D',
  'ink-3': '#766C65',
  'ink-4': '#B5ABA3',
  line: '#EBE4DD',
  'line-strong': '#D8CEC5',
  // The one main action and prices.
  persimmon: '#D93A22',
  'persimmon-hover': '#C5311B',
  'persimmon-press': '#AE2914',
  'persimmon-soft': '#FCEBE6',
  'persimmon-text': '#C9331C',
  'on-persimmon': '#FFFFFF',
  // Success and money earned.
  leaf: '#1E8E5A',
  'leaf-strong': '#187A4C',
  'leaf-soft': '#E5F3EB',
  'leaf-text': '#17764A',
  'on-leaf': '#FFFFFF',
  // Attention.
  honey: '#F2A93B',
  'honey-soft': '#FDF2DF',
  'honey-text': '#8A5800',
  'on-honey': '#201A17',
  // Quiet information, used rarely.
  sky: '#2F6FB2',
  'sky-soft': '#E8F0F8',
  'sky-text': '#2A65A3',
  focus: '#2F6FB2',
} as const;

export type ColourName = keyof typeof light;
export type Palette = Readonly<Record<ColourName, string>>;

export const dark: Palette = {
  ground: '#161311',
  surface: '#1F1B18',
  sunken: '#2A2521',
  raised: '#2B2622',
  scrim: 'rgba(0, 0, 0, 0.6)',
  ink: '#F3EEEA',
  'ink-2': '#C3BAB3',
  'ink-3': '#A0968E',
  'ink-4': '#6A615A',
  line: '#322C28',
  'line-strong': '#463E38',
  persimmon: '#FF6A4D',
  'persimmon-hover': '#FF8167',
  'persimmon-press': '#F0573A',
  'persimmon-soft': '#3A211A',
  'persimmon-text': '#FF8066',
  'on-persimmon': '#1C0C07',
  leaf: '#4BC389',
  'leaf-strong': '#66D09C',
  'leaf-soft': '#18301F',
  'leaf-text': '#5CCB96',
  'on-leaf': '#08170F',
  honey: '#F5B958',
  'honey-soft': '#37290F',
  'honey-text': '#F5BE66',
  'on-honey': '#201A17',
  sky: '#7FB2E8',
  'sky-soft': '#1B2836',
  'sky-text': '#8DBBEC',
  focus: '#8DBBEC',
};

/** What does not change with the theme. Lengths keep to a grid of 4 px. */
export const sizes = {
  'space-1': '4px',
  'space-2': '8px',
  'space-3': '12px',
  'space-4': '16px',
  'space-5': '20px',
  'space-6': '24px',
  'space-8': '32px',
  'space-10': '40px',
  'space-12': '48px',
  'space-16': '64px',
  'radius-s': '8px',
  'radius-m': '12px',
  'radius-l': '20px',
  'radius-pill': '999px',
  'text-s': '12px',
  'text-m': '14px',
  'text-l': '16px',
  'text-xl': '20px',
  'text-2xl': '28px',
  'leading-tight': '1.25',
  leading: '1.6',
  'weight-normal': '400',
  'weight-medium': '500',
  'weight-bold': '600',
  tap: '44px',
  'tab-bar': '52px',
  'nav-bar': '48px',
  'phone-width': '430px',
  'z-bar': '20',
  'z-float': '30',
  'z-sheet': '1000',
  'z-toast': '1100',
  quick: '150ms',
  calm: '200ms',
  slow: '250ms',
  'ease-out': 'cubic-bezier(0.2, 0.7, 0.3, 1)',
  'ease-spring': 'cubic-bezier(0.34, 1.4, 0.64, 1)',
  // Plain text over moving pictures is white in both themes.
  'on-video': '#FFFFFF',
  'on-video-2': 'rgba(255, 255, 255, 0.78)',
  'video-veil': 'rgba(22, 16, 13, 0.42)',
  'video-fade': 'linear-gradient(to top, rgba(22, 16, 13, 0.72), rgba(22, 16, 13, 0))',
} as const;

/** English first asks for Latin letters: in Chinese fonts its ’ and “ are as wide as a character. */
const fontLatin =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Open Sans", "Liberation Sans", "DejaVu Sans", "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif';
const fontSans =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "HarmonyOS Sans SC", "HarmonyOS Sans", "MiSans", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif';
export const fontMono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans SC", monospace';

const shadows = {
  light: '0 1px 2px rgba(60, 38, 24, 0.05), 0 8px 24px rgba(60, 38, 24, 0.10)',
  dark: '0 1px 2px rgba(0, 0, 0, 0.4), 0 8px 28px rgba(0, 0, 0, 0.45)',
};

const variables = (values: Readonly<Record<string, string>>, indent: string) =>
  Object.entries(values)
    .map(([name, value]) => `${indent}--tz-${name}: ${value};`)
    .join('\n');

/** The text of tokens.css. The dark values stand twice: for the explicit choice, and for the system's wish before any script ran. */
export function printTokens(): string {
  const darkBlock = (indent: string) => `${variables({ ...dark, shadow: shadows.dark }, indent)}\n${indent}color-scheme: dark;`;
  return `/* Printed from tokens.ts by print-tokens.ts. Change it there. */
:root {
${variables(light, '  ')}
${variables({ shadow: shadows.light, font: fontSans, 'font-mono': fontMono }, '  ')}
${variables(sizes, '  ')}
  --tz-safe-top: env(safe-area-inset-top, 0px);
  --tz-safe-right: env(safe-area-inset-right, 0px);
  --tz-safe-bottom: env(safe-area-inset-bottom, 0px);
  --tz-safe-left: env(safe-area-inset-left, 0px);
  color-scheme: light;
}
:root:lang(en) { --tz-font: ${fontLatin}; }

[data-theme='dark'] {
${darkBlock('  ')}
}

@media (prefers-color-scheme: dark) {
  :root:not([data-theme]) {
${darkBlock('    ')}
  }
}

@media (prefers-reduced-motion: reduce) {
  :root {
    --tz-quick: 0.01ms;
    --tz-calm: 0.01ms;
    --tz-slow: 0.01ms;
  }
}
`;
}
