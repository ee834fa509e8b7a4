/** Widths in pixels every stored picture is also served at: a row's face, half a phone's screen, all of it. */
export const pictureWidths = [240, 360, 480, 720] as const;
/** What the picture as it was stored counts as; its true width differs, up to 2048. */
const storedWidth = 1440;

/** The sizes of a stored picture for `srcset`; nothing for pictures that come from elsewhere. */
export function pictureSet(url: string | undefined): string | undefined {
  const name = url?.match(/^(\/files\/pictures\/\w+)\.webp$/)?.[1];
  if (name === undefined) return undefined;
  return [...pictureWidths.map((width) => `${name}.${width}.webp ${width}w`), `${name}.webp ${storedWidth}w`].join(', ');
}
