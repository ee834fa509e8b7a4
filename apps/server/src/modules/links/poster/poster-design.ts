import { posterWords, priceParts, type PosterFacts } from './poster-facts.ts';

/** The tree satori lays out: what JSX would make, without a compiler. */
export interface Element {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}
type Child = Element | string | null;
type Style = Readonly<Record<string, string | number>>;

/** Images as data addresses, already at the size they are drawn. */
export interface PosterImages {
  readonly picture: string | null;
  readonly avatar: string | null;
  readonly qr: string;
  readonly logo: string;
}

export const posterWidth = 1080;
export const posterHeight = 1560;
const side = 56;
const inner = posterWidth - 2 * side;
/** A team needs room for its seats; without one the picture gets it. */
export function pictureSize({ team }: PosterFacts): { width: number; height: number } {
  return { width: inner, height: team === null ? 860 : 810 };
}
export const avatarSize = 104;
const qrSize = 232;

// The colours of the light theme; a poster is a picture and has no dark side.
const colour = {
  ink: '#201A17',
  ink2: '#5C534D',
  ink3: '#766C65',
  paper: '#FBF8F5',
  sunken: '#F4EFEA',
  line: '#EBE4DD',
  persimmon: '#D93A22',
  soft: '#FCEBE6',
  leaf: '#1E8E5A',
  white: '#FFFFFF',
} as const;

export function designPoster(given: PosterFacts, images: PosterImages): Element {
  const facts = given.locale === 'en' ? withLatinQuotes(given) : given;
  return box(
    {
      flexDirection: 'column',
      width: posterWidth,
      height: posterHeight,
      padding: side,
      backgroundColor: colour.paper,
      backgroundImage: `linear-gradient(180deg, #FDE9DF 0%, ${colour.paper} 34%)`,
      color: colour.ink,
      fontFamily: 'Noto Sans SC',
    },
    [
      header(facts, images),
      hero(facts, images),
      box({ flexGrow: 1, width: inner, marginTop: 36 }, [about(facts), code(facts, images)]),
      footer(facts, images),
    ],
  );
}

/** The font draws curly quotes as wide as a Chinese character, which tears English words apart. */
function withLatinQuotes(facts: PosterFacts): PosterFacts {
  const latin = (words: string) => words.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"');
  return {
    ...facts,
    title: latin(facts.title),
    subtitle: facts.subtitle === null ? null : latin(facts.subtitle),
    shopName: latin(facts.shopName),
    sharerName: latin(facts.sharerName),
  };
}

function header(facts: PosterFacts, images: PosterImages): Element {
  return box({ alignItems: 'center', width: inner, height: avatarSize }, [
    images.avatar === null ? initial(facts.sharerName) : image(images.avatar, avatarSize, avatarSize, { borderRadius: avatarSize }),
    box({ flexDirection: 'column', marginLeft: 28, width: inner - avatarSize - 28 }, [
      text(facts.sharerName, { fontSize: 40, fontWeight: 700, lineHeight: 1.3 }, 1),
      text(posterWords(facts).line, { fontSize: 32, color: colour.ink2, lineHeight: 1.5 }, 1),
    ]),
  ]);
}

function initial(name: string): Element {
  const [first = '·'] = new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(name.trim());
  return box(
    {
      width: avatarSize,
      height: avatarSize,
      borderRadius: avatarSize,
      backgroundColor: colour.persimmon,
      color: colour.white,
      fontSize: 48,
      fontWeight: 700,
      alignItems: 'center',
      justifyContent: 'center',
    },
    [typeof first === 'string' ? first : first.segment.toUpperCase()],
  );
}

function hero(facts: PosterFacts, images: PosterImages): Element {
  const { width, height } = pictureSize(facts);
  const picture =
    images.picture === null
      ? box({ width, height, borderRadius: 32, backgroundColor: colour.soft, alignItems: 'center', justifyContent: 'center' }, [
          image(images.logo, 280, 280),
        ])
      : image(images.picture, width, height, { borderRadius: 32 });
  const badge = facts.isOver
    ? box(
        {
          position: 'absolute',
          left: 28,
          top: 28,
          padding: '8px 28px',
          borderRadius: 999,
          backgroundColor: 'rgba(32,26,23,0.72)',
          color: colour.white,
          fontSize: 30,
        },
        [posterWords(facts).over],
      )
    : null;
  return box({ width, height, marginTop: 36, position: 'relative' }, [picture, badge]);
}

function about(facts: PosterFacts): Element {
  const width = inner - qrSize - 88;
  return box({ flexDirection: 'column', width }, [
    text(facts.title, { fontSize: 44, fontWeight: 700, lineHeight: 1.35 }, 2),
    facts.subtitle === null || facts.team !== null
      ? null
      : text(facts.subtitle, { fontSize: 30, color: colour.ink3, lineHeight: 1.5, marginTop: 6 }, facts.priceFen === null ? 2 : 1),
    price(facts),
    team(facts),
    facts.endsText === null || facts.isOver
      ? null
      : text(facts.endsText, { fontSize: 26, color: colour.ink3, lineHeight: 1.5, marginTop: 10 }, 1),
  ]);
}

function price({ priceFen, compareAtFen, isOver }: PosterFacts): Element | null {
  if (priceFen === null) return null;
  const [yuan, cents] = priceParts(priceFen);
  const [oldYuan, oldCents] = compareAtFen === null ? ['', ''] : priceParts(compareAtFen);
  const tone = isOver ? colour.ink3 : colour.persimmon;
  return box({ alignItems: 'flex-end', color: tone, marginTop: 14, fontWeight: 700, height: 88 }, [
    box({ fontSize: 44, lineHeight: 1, marginBottom: 12, marginRight: 4 }, ['¥']),
    box({ fontSize: 88, lineHeight: 1, letterSpacing: -2 }, [yuan]),
    cents === '' ? null : box({ fontSize: 44, lineHeight: 1, marginBottom: 12 }, [cents]),
    compareAtFen === null
      ? null
      : box(
          {
            fontSize: 32,
            lineHeight: 1,
            marginBottom: 14,
            marginLeft: 20,
            color: colour.ink3,
            fontWeight: 400,
            textDecoration: 'line-through',
          },
          [`¥${oldYuan}${oldCents}`],
        ),
  ]);
}

/** Up to eight seats are drawn one by one; a larger team is a bar. */
function team(facts: PosterFacts): Element | null {
  if (facts.team === null) return null;
  const { paidCount, size } = facts.team;
  const taken = Math.min(paidCount, size);
  const seats =
    size <= 8
      ? box(
          {},
          Array.from({ length: size }, (_, i) => seat(i < taken)),
        )
      : box({ width: 420, height: 20, borderRadius: 20, backgroundColor: colour.line }, [
          box({ width: Math.max(20, Math.round((420 * taken) / size)), height: 20, borderRadius: 20, backgroundColor: colour.leaf }, []),
        ]);
  return box({ flexDirection: 'column', marginTop: 22 }, [
    seats,
    text(posterWords(facts).team ?? '', { fontSize: 30, fontWeight: 700, color: colour.ink, lineHeight: 1.5, marginTop: 14 }, 1),
  ]);
}

function seat(isTaken: boolean): Element {
  const frame: Style = { width: 56, height: 56, borderRadius: 56, marginRight: 14, alignItems: 'center', justifyContent: 'center' };
  const person =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="8.6" r="4.1" fill="#fff"/><path d="M4.6 20c.5-4.3 3.5-6.6 7.4-6.6s6.9 2.3 7.4 6.6z" fill="#fff"/></svg>';
  const plus =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 6v12M6 12h12" stroke="#D93A22" stroke-width="2.2" stroke-linecap="round"/></svg>';
  return isTaken
    ? box({ ...frame, backgroundColor: colour.leaf }, [image(svgAddress(person), 40, 40)])
    : box({ ...frame, backgroundColor: colour.white, border: `3px dashed ${colour.persimmon}` }, [image(svgAddress(plus), 36, 36)]);
}

function code(facts: PosterFacts, images: PosterImages): Element {
  return box({ flexDirection: 'column', alignItems: 'center', marginLeft: 40, width: qrSize + 48 }, [
    box(
      {
        width: qrSize + 48,
        height: qrSize + 48,
        padding: 22,
        borderRadius: 28,
        backgroundColor: colour.white,
        border: `2px solid ${colour.line}`,
      },
      [image(images.qr, qrSize, qrSize)],
    ),
    text(
      posterWords(facts).scan,
      { fontSize: 26, color: colour.ink2, lineHeight: 1.5, marginTop: 12, textAlign: 'center', justifyContent: 'center' },
      1,
    ),
  ]);
}

function footer(facts: PosterFacts, images: PosterImages): Element {
  return box({ alignItems: 'center', width: inner, height: 44 }, [
    image(images.logo, 44, 44),
    text(facts.shopName, { fontSize: 30, fontWeight: 700, marginLeft: 14, lineHeight: 1.4, maxWidth: inner - 60 }, 1),
  ]);
}

export function svgAddress(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

function box(style: Style, children: readonly Child[]): Element {
  return {
    type: 'div',
    props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children: children.filter((child) => child !== null) },
  };
}

function text(words: string, style: Style, lines: number): Element {
  return {
    type: 'div',
    props: {
      style: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', lineClamp: lines, wordBreak: 'break-word', ...style },
      children: words,
    },
  };
}

function image(src: string, width: number, height: number, style: Style = {}): Element {
  return { type: 'img', props: { src, width, height, style: { width, height, ...style } } };
}
