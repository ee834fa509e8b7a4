import { pictureSet } from '@tuanzi/contract/pictures';
import { type CSSProperties, useEffect, useState } from 'react';

export type PictureProps = {
  src: string | undefined;
  /** Empty for a picture that only decorates. */
  alt: string;
  /** Width by height: 1 for products, 3/4 for posts, 9/16 for live. */
  ratio?: number;
  /** The picture's mean colour; the ground is a blur of it until the picture is there. */
  colour?: string | undefined;
  /** How wide it is shown, as in CSS; needed only where it is loaded before the page is laid out. */
  sizes?: string | undefined;
  /** The one picture the page opens with: loaded first. */
  isFirst?: boolean;
  radius?: 's' | 'm' | 'l' | 'none';
  className?: string;
};

/** Its room is reserved, it fades in, it is cut to fit and never stretched. */
export function Picture({ src, alt, ratio = 1, colour, sizes, isFirst = false, radius = 'none', className }: PictureProps) {
  // The state belongs to one address: when a list reuses this element for another picture, it starts anew.
  const [seen, setSeen] = useState<{ src: string | undefined; state: 'shown' | 'broken' }>();
  const state = src === undefined ? 'broken' : seen?.src === src ? seen.state : 'waiting';
  // What was lost with the network is asked for again when it is back.
  useEffect(() => {
    if (state !== 'broken') return undefined;
    const again = () => setSeen(undefined);
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [state]);
  const style: CSSProperties = { aspectRatio: String(ratio) };
  if (radius !== 'none') style.borderRadius = `var(--tz-radius-${radius})`;
  return (
    <span
      className={className === undefined ? 'tz-picture' : `tz-picture ${className}`}
      data-state={state}
      data-first={isFirst || undefined}
      style={style}
    >
      {colour === undefined ? null : (
        <span
          className="tz-picture-blur"
          style={{
            background: `radial-gradient(120% 90% at 30% 20%, color-mix(in srgb, ${colour} 55%, white), ${colour})`,
            opacity: state === 'shown' ? 0 : 1,
          }}
        />
      )}
      {state === 'broken' ? <BrokenPicture label={alt} /> : null}
      {src === undefined || state === 'broken' ? null : (
        <img
          src={src}
          srcSet={pictureSet(src)}
          // A picture that is loaded lazily knows its own width by then.
          sizes={sizes ?? (isFirst ? '100vw' : 'auto, 50vw')}
          alt={alt}
          draggable={false}
          decoding={isFirst ? 'sync' : 'async'}
          loading={isFirst ? 'eager' : 'lazy'}
          fetchPriority={isFirst ? 'high' : 'auto'}
          // A picture from the cache may be complete before React listens.
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0 && seen?.src !== src) setSeen({ src, state: 'shown' });
          }}
          onLoad={() => setSeen({ src, state: 'shown' })}
          onError={() => setSeen({ src, state: 'broken' })}
        />
      )}
    </span>
  );
}

function BrokenPicture({ label }: { label: string }) {
  return (
    <>
      <span className="tz-heard">{label}</span>
      <svg
        viewBox="0 0 48 48"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M24 14c-8-4-16 2-15 12 1 9 6 14 10 14 2 0 3-1 5-1s3 1 5 1c4 0 9-5 10-14 1-10-7-16-15-12z" />
        <path d="M24 14c0-4 2-7 6-8M17 26l4 4M31 26l-4 4" />
      </svg>
    </>
  );
}
