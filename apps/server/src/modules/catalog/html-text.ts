const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
  yen: '¥',
  deg: '°',
  times: '×',
};

/**
 * The words of a piece of HTML, one paragraph a line. Only for showing as text: it is no defence against scripts. Every
 * pattern runs through the text once, whatever is in it.
 */
export function textOfHtml(html: string): string {
  const visible = without(without(without(html, '<!--', '-->'), '<script', '</script>'), '<style', '</style>');
  return visible
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^<>]*>/gi, '\n')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point > 0 && point <= 0x10_ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : '';
    })
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Cuts out everything from `start` to the next `end`; what never ends is cut to the end. */
function without(text: string, start: string, end: string): string {
  // Only letters of tags, because other alphabets may change their length.
  const lower = text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let kept = '';
  let at = 0;
  for (let from = lower.indexOf(start); from !== -1; from = lower.indexOf(start, at)) {
    kept += text.slice(at, from);
    const to = lower.indexOf(end, from);
    if (to === -1) return kept;
    at = to + end.length;
  }
  return kept + text.slice(at);
}
