import { pictureSet } from '@tuanzi/contract/pictures';
import { useState } from 'react';

export type AvatarProps = {
  /** Decides colours and face: one person looks the same everywhere. */
  id: string;
  nickname: string;
  pictureUrl?: string | undefined;
  sizePx?: number;
};

/** Ground, body, shade. Warm and fresh, each far enough from its ground to be seen small. */
const suits = [
  ['#FCE3DA', '#E9704F', '#C9502F'],
  ['#FDEFD3', '#F0AE49', '#CF8A22'],
  ['#DFF1E6', '#4FAE7D', '#2F8A5B'],
  ['#E4EEF8', '#6C9CCB', '#4A7AAA'],
  ['#F3E6F3', '#B884B8', '#956095'],
  ['#FBE3E9', '#E2849A', '#C26078'],
  ['#E9F0D8', '#93AE54', '#708A36'],
  ['#EFE7DF', '#A98B71', '#876A51'],
] as const;
type Suit = (typeof suits)[number];

/** FNV-1a: short, and spreads neighbouring ids. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

const eyes = [
  'M25 34.5a2.6 2.6 0 1 1 0 .1zM39 34.5a2.6 2.6 0 1 1 0 .1z',
  'M23.6 35.6q2.4-3.4 4.8 0M36 35.6q2.4-3.4 4.8 0',
  'M23.6 34q2.4 3 4.8 0M36 34q2.4 3 4.8 0',
] as const;
const mouths = ['M28.6 40.5q3.6 3.6 7.2 0', 'M29.4 41h5.6', 'M28.6 40q3.6 6 7.2 0z'] as const;

/** On the head: two leaves, a bun, a cap, an ear on each side, or nothing. */
function Hat({ kind, suit }: { kind: number; suit: Suit }) {
  if (kind === 0) return <path d="M32 16c-1-6 3-9 8-9 0 5-3 8-8 9zm0 0c0-4-3-7-7-7 0 4 3 7 7 7z" fill="#4FAE7D" />;
  if (kind === 1) return <circle cx="32" cy="13.5" r="6" fill={suit[2]} />;
  if (kind === 2) return <path d="M14.5 27c2-9 9-13.5 17.5-13.500S47.5 18 49.5 27c-11-3-24-3-35 0z" fill={suit[2]} />;
  if (kind === 3) return <path d="M17 26c-3-6-2-12 1-13 3 0 6 3 8 6zm30 0c3-6 2-12-1-13-3 0-6 3-8 6z" fill={suit[1]} />;
  return null;
}

/** A round face for whoever has given no picture. The first letter would say less and looks like an error on emoji names. */
function Face({ seed }: { seed: number }) {
  const suit = suits[seed % suits.length] ?? suits[0];
  const kind = (seed >>> 4) % 5;
  const eye = (seed >>> 8) % eyes.length;
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" fill={suit[0]} />
      <Hat kind={kind === 2 ? 4 : kind} suit={suit} />
      <path d="M12 68c0-14 9-20 20-20s20 6 20 20z" fill={suit[2]} />
      <ellipse cx="32" cy="34" rx="18.5" ry="17.5" fill={suit[1]} />
      <ellipse cx="32" cy="37.5" rx="14" ry="11.5" fill="#FFF6EC" />
      {kind === 2 ? <Hat kind={2} suit={suit} /> : null}
      <circle cx="22.5" cy="40" r="2.6" fill={suit[1]} opacity="0.45" />
      <circle cx="41.5" cy="40" r="2.6" fill={suit[1]} opacity="0.45" />
      {eye === 0 ? (
        <g fill="#3A2C25">
          <circle cx="26" cy="35" r="2" />
          <circle cx="38" cy="35" r="2" />
        </g>
      ) : (
        <path d={eyes[eye]} fill="none" stroke="#3A2C25" strokeWidth="1.8" strokeLinecap="round" />
      )}
      <path
        d={mouths[(seed >>> 12) % mouths.length]}
        fill={(seed >>> 12) % 3 === 2 ? '#3A2C25' : 'none'}
        stroke="#3A2C25"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Avatar({ id, nickname, pictureUrl, sizePx = 40 }: AvatarProps) {
  const [lostUrl, setLostUrl] = useState<string>();
  return (
    <span className="tz-avatar" style={{ width: sizePx, height: sizePx }}>
      {pictureUrl && pictureUrl !== lostUrl ? (
        <img
          src={pictureUrl}
          srcSet={pictureSet(pictureUrl)}
          sizes={`${sizePx}px`}
          alt={nickname}
          loading="lazy"
          decoding="async"
          onError={() => setLostUrl(pictureUrl)}
        />
      ) : (
        <>
          <span className="tz-heard">{nickname}</span>
          <Face seed={hash(`${id}${nickname}`)} />
        </>
      )}
    </span>
  );
}
