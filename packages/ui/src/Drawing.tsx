import type { ReactNode } from 'react';

/** The colours bend with the theme, so that a drawing sits as well on ink as on paper. */
const ground = 'var(--tz-sunken)';
const paper = 'var(--tz-surface)';
const edge = 'var(--tz-line-strong)';
const mark = 'var(--tz-ink-4)';
const persimmon = 'var(--tz-persimmon)';
const leaf = 'var(--tz-leaf)';
const honey = 'var(--tz-honey)';
const tint = 'var(--tz-persimmon-soft)';

const outline = { fill: 'none', stroke: mark, strokeWidth: 2.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** A small persimmon with its calyx: our sign in every drawing. */
const Fruit = ({ x, y, size = 1 }: { x: number; y: number; size?: number }) => (
  <g transform={`translate(${x} ${y}) scale(${size})`}>
    <path d="M0-13c6-2 13-1 16 4 3.5 5 3 13-.5 17.500C12 13 6 15 0 15s-12-2-15.5-6.500C-19 4-19.5-4-16-9c3-5 10-6 16-4z" fill={persimmon} />
    <ellipse cx="-11" cy="-3" rx="3.4" ry="1.9" transform="rotate(-55 -11 -3)" fill="#fff" opacity="0.4" />
    <path
      d="M0-11c-3 3.5-8 4-12 1 2-4 7.5-5 12-2.500C4.5-15 10-14 12-10 8-7 3-7.5 0-11zm0-1.500c-2.5 2-2.5 5 0 7.5 2.5-2.5 2.5-5.5 0-7.500zm0 0c0-3 1-5 3-6.5"
      fill={leaf}
    />
  </g>
);

const Sprig = ({ x, y, turn = 0 }: { x: number; y: number; turn?: number }) => (
  <g transform={`translate(${x} ${y}) rotate(${turn})`}>
    <path d="M0 0c1-12 2-20 0-32" fill="none" stroke={leaf} strokeWidth="2" strokeLinecap="round" />
    <path
      d="M0-8c-8-1-12-6-12-12 8 0 12 5 12 12zM1-16c7-2 10-7 9-13-7 1-10 6-9 13zM0-30c-4-4-4-9-1-13 4 4 4 9 1 13z"
      fill={leaf}
      opacity="0.85"
    />
  </g>
);

const drawings = {
  orders: (
    <>
      <path d="M52 52h64l-6 52a8 8 0 0 1-8 7H66a8 8 0 0 1-8-7z" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M68 60V46a16 16 0 0 1 32 0v14" {...outline} />
      <path d="M55 76h58" stroke={edge} strokeWidth="2" strokeDasharray="2 6" strokeLinecap="round" />
      <Fruit x={84} y={90} size={0.9} />
      <Sprig x={126} y={111} turn={14} />
    </>
  ),
  cart: (
    <>
      <path d="M38 44h12l10 46h48l10-34H54" {...outline} stroke={edge} strokeWidth={3} />
      <path d="M56 60h60l-8 28H62z" fill={paper} />
      <path d="M72 60l4 28M88 60v28M104 60l-4 28M58 74h54" stroke={edge} strokeWidth="2" />
      <circle cx="68" cy="104" r="6" fill={mark} />
      <circle cx="102" cy="104" r="6" fill={mark} />
      <Fruit x={90} y={44} size={0.8} />
    </>
  ),
  coupons: (
    <>
      <g transform="rotate(-7 84 72)">
        <path
          d="M36 50a6 6 0 0 1 6-6h26a7 7 0 0 0 14 0h44a6 6 0 0 1 6 6v44a6 6 0 0 1-6 6H82a7 7 0 0 0-14 0H42a6 6 0 0 1-6-6z"
          fill={paper}
          stroke={edge}
          strokeWidth="2"
        />
        <path d="M36 50a6 6 0 0 1 6-6h26a7 7 0 0 0 7 6.800v42.400a7 7 0 0 0-7 6.800H42a6 6 0 0 1-6-6z" fill={tint} />
        <path d="M75 57v32" stroke={edge} strokeWidth="2" strokeDasharray="2 6" strokeLinecap="round" />
        <path d="M88 62h32M88 74h22M88 86h28" {...outline} />
      </g>
      <Fruit x={57} y={75} size={0.8} />
      <Sprig x={136} y={112} turn={12} />
    </>
  ),
  community: (
    <>
      <path
        d="M36 46a12 12 0 0 1 12-12h46a12 12 0 0 1 12 12v22a12 12 0 0 1-12 12H62L48 92V80a12 12 0 0 1-12-12z"
        fill={paper}
        stroke={edge}
        strokeWidth="2"
      />
      <path
        d="M84 70a10 10 0 0 1 10-10h30a10 10 0 0 1 10 10v18a10 10 0 0 1-10 10v10l-11-10H94a10 10 0 0 1-10-10z"
        fill={tint}
        stroke={persimmon}
        strokeWidth="2"
      />
      <circle cx="56" cy="57" r="4" fill={leaf} />
      <circle cx="71" cy="57" r="4" fill={honey} />
      <circle cx="86" cy="57" r="4" fill={persimmon} />
      <path d="M98 79h22M98 87h13" stroke={persimmon} strokeWidth="3" strokeLinecap="round" />
    </>
  ),
  live: (
    <>
      <rect x="58" y="22" width="52" height="90" rx="10" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M58 84h52v18a10 10 0 0 1-10 10H68a10 10 0 0 1-10-10z" fill={tint} />
      <path d="M76 46l20 12-20 12z" fill={persimmon} stroke={persimmon} strokeWidth="4" strokeLinejoin="round" />
      <path d="M44 50a24 24 0 0 0 0 32M34 42a38 38 0 0 0 0 48M124 50a24 24 0 0 1 0 32M134 42a38 38 0 0 1 0 48" {...outline} />
      <path d="M67 96h22" stroke={persimmon} strokeWidth="3" strokeLinecap="round" opacity="0.6" />
    </>
  ),
  search: (
    <>
      <circle cx="78" cy="64" r="30" fill={paper} stroke={edge} strokeWidth="3" />
      <path d="M100 86l20 20" stroke={mark} strokeWidth="7" strokeLinecap="round" />
      <path d="M66 72c2-12 10-18 24-18 0 13-8 20-20 20" fill={leaf} />
      <path d="M64 78c5-9 11-14 18-17" fill="none" stroke={paper} strokeWidth="2" strokeLinecap="round" />
      <path d="M118 38l4 4 4-4-4-4zM44 98l3 3 3-3-3-3z" fill={honey} />
    </>
  ),
  offline: (
    <>
      <path d="M56 92a18 18 0 0 1-2-36 26 26 0 0 1 50-4 20 20 0 0 1 10 40z" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M72 76q3-4 6 0M90 76q3-4 6 0M79 85q5-4 10 0" {...outline} />
      <path d="M62 104v6M84 104v10M106 104v6" stroke={honey} strokeWidth="4" strokeLinecap="round" />
    </>
  ),
  earnings: (
    <>
      <path d="M48 62c0-9 16-14 36-14s36 5 36 14l-3 38c0 8-14 13-33 13s-33-5-33-13z" fill={paper} stroke={edge} strokeWidth="2" />
      <ellipse cx="84" cy="62" rx="36" ry="13" fill={ground} stroke={edge} strokeWidth="2" />
      <ellipse cx="84" cy="50" rx="15" ry="6" fill={honey} />
      <ellipse cx="84" cy="44" rx="15" ry="6" fill={honey} stroke={paper} strokeWidth="1.5" />
      <circle cx="112" cy="30" r="10" fill={honey} />
      <path d="M112 25v10M108 29h8" stroke={paper} strokeWidth="2" strokeLinecap="round" />
      <Sprig x={58} y={52} turn={-24} />
      <path d="M62 88q22 9 44 0" fill="none" stroke={leaf} strokeWidth="3" strokeLinecap="round" />
    </>
  ),
  products: (
    <>
      <path d="M46 66h76l-7 40a7 7 0 0 1-7 6H60a7 7 0 0 1-7-6z" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M50 80h68M53 94h62M66 68l4 42M84 68v43M102 68l-4 42" stroke={edge} strokeWidth="2" />
      <Fruit x={66} y={56} size={0.95} />
      <Fruit x={102} y={57} size={0.85} />
      <Fruit x={84} y={50} />
      <path d="M42 66h84" stroke={mark} strokeWidth="4" strokeLinecap="round" />
    </>
  ),
  messages: (
    <>
      <rect x="42" y="44" width="84" height="60" rx="10" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M46 52l32 26a10 10 0 0 0 12 0l32-26" {...outline} stroke={edge} />
      <circle cx="122" cy="44" r="12" fill={leaf} />
      <path d="M116.5 44l4 4 7-8" fill="none" stroke={paper} strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  content: (
    <>
      <rect x="58" y="30" width="56" height="76" rx="8" fill={tint} transform="rotate(7 86 68)" />
      <rect x="52" y="32" width="56" height="76" rx="8" fill={paper} stroke={edge} strokeWidth="2" />
      <rect x="59" y="39" width="42" height="36" rx="4" fill={ground} />
      <Fruit x={80} y={60} size={0.75} />
      <path d="M60 85h36M60 95h22" stroke={edge} strokeWidth="4" strokeLinecap="round" />
    </>
  ),
  problem: (
    <>
      <path d="M60 70c0-18 10-30 24-30s24 12 24 30-10 36-24 36-24-18-24-36z" fill={paper} stroke={edge} strokeWidth="2" />
      <path d="M66 54l10 8-6 10 12 8-4 12 8 10" fill="none" stroke={mark} strokeWidth="2.5" strokeLinejoin="round" strokeLinecap="round" />
      <path d="M84 40c0-8 5-14 14-14 0 9-5 14-14 14z" fill={leaf} />
      <circle cx="120" cy="52" r="4" fill={honey} />
      <circle cx="48" cy="84" r="3" fill={persimmon} />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type DrawingName = keyof typeof drawings;

/** A drawing for an empty or broken place. It decorates: the words beside it say what is the matter. */
export function Drawing({ name }: { name: DrawingName }) {
  return (
    <svg viewBox="0 0 168 126" aria-hidden="true">
      <path d="M24 96C10 70 26 26 62 22c24-3 40-12 62 0 26 14 34 52 18 76-12 18-38 22-60 21S34 114 24 96z" fill={ground} />
      <ellipse cx="84" cy="114" rx="50" ry="5" fill={edge} opacity="0.6" />
      {drawings[name]}
    </svg>
  );
}
