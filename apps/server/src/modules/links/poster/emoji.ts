import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { svgAddress } from './poster-design.ts';

interface IconSet {
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
  readonly aliases?: Readonly<Record<string, { readonly parent: string }>>;
  readonly width?: number;
  readonly height?: number;
}

const require = createRequire(import.meta.url);
let loaded: { icons: IconSet; names: Readonly<Record<string, string>> } | undefined;

/** An emoji as a picture, or nothing when the set has none for it. Loaded at the first emoji, because the set is large. */
export function emojiSvg(emoji: string): string {
  loaded ??= {
    // Both files are the package's own, in the shape its types say.
    icons: JSON.parse(readFileSync(require.resolve('@iconify-json/fluent-emoji-flat/icons.json'), 'utf8')) as IconSet,
    names: JSON.parse(readFileSync(require.resolve('@iconify-json/fluent-emoji-flat/chars.json'), 'utf8')) as Record<string, string>,
  };
  const { names } = loaded;
  const points = Array.from(emoji, (character) => (character.codePointAt(0) ?? 0).toString(16));
  // A family the set does not have is shown by its first member.
  const name = names[points.join('-')] ?? names[points.filter((point) => point !== 'fe0f').join('-')] ?? names[points[0] ?? ''];
  const icon =
    name === undefined ? undefined : (loaded.icons.icons[name] ?? loaded.icons.icons[loaded.icons.aliases?.[name]?.parent ?? '']);
  const size = loaded.icons.height ?? 32;
  return svgAddress(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${loaded.icons.width ?? size} ${size}">${icon?.body ?? ''}</svg>`,
  );
}
