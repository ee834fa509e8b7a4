import { useId } from 'react';
import { useLanguage } from './i18n.ts';

export type LogoProps = { sizePx?: number; withName?: boolean; label?: string };

/** A persimmon as round as a dumpling: 柿 sounds like 事, and the fruit wishes that all goes well. */
export function Logo({ sizePx = 32, withName = false, label }: LogoProps) {
  const { language } = useLanguage();
  const name = label ?? (language === 'en' ? 'Tuanzi' : '团子');
  const gradient = useId();
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: sizePx * 0.26 }}>
      <svg width={sizePx} height={sizePx} viewBox="0 0 64 64" aria-hidden="true">
        <defs>
          <radialGradient id={gradient} cx="0.36" cy="0.24" r="0.9">
            <stop offset="0" stopColor="#FFAE5E" />
            <stop offset="0.45" stopColor="#F26A35" />
            <stop offset="1" stopColor="#D6401F" />
          </radialGradient>
        </defs>
        <path
          d="M32 14.500c9-2 19.5-.5 24.3 6.5 5.2 7.6 4.3 19.5-1.3 26.500C50 54 41 57 32 57S14 54 9 47.500C3.4 40.5 2.5 28.6 7.7 21c4.8-7 15.3-8.5 24.3-6.500z"
          fill={`url(#${gradient})`}
        />
        <path
          d="M32 17.200c-4.5 4.8-11.8 5.3-17.8.8 2.9-5.5 11-7.3 17.8-3.3 6.8-4 14.9-2.2 17.8 3.3-6 4.5-13.3 4-17.8-.8z"
          fill="#1E8E5A"
        />
        <path d="M32 14.500c-4.2 2.9-3.9 8 0 11.2 3.9-3.2 4.2-8.3 0-11.200z" fill="#35AB73" />
        <path d="M32 15.5c-.3-2.6.2-5 1.6-7.2" stroke="#7A6A3C" strokeWidth="3.8" fill="none" strokeLinecap="round" />
        <circle cx="22" cy="34.5" r="2.9" fill="#FFF6EC" />
        <circle cx="42" cy="34.5" r="2.9" fill="#FFF6EC" />
        <path
          d="M23.5 41.500c2.3 4.5 5.1 6.7 8.5 6.700s6.2-2.2 8.5-6.7"
          stroke="#FFF6EC"
          strokeWidth="3.8"
          fill="none"
          strokeLinecap="round"
        />
        <ellipse cx="13.5" cy="28" rx="4.6" ry="2.4" transform="rotate(-58 13.5 28)" fill="#FFF" opacity="0.4" />
      </svg>
      {withName ? (
        <span style={{ fontSize: sizePx * 0.62, fontWeight: 600, lineHeight: 1, letterSpacing: '0.04em' }}>{name}</span>
      ) : (
        <span className="tz-heard">{name}</span>
      )}
    </span>
  );
}
