import { useId } from 'react'

export type LogoProps = { sizePx?: number; withName?: boolean; label?: string }

/** Three dumplings on a stick would be a snack; one round dumpling with a leaf and a smile is us. */
export function Logo({ sizePx = 32, withName = false, label = '团子' }: LogoProps) {
  const gradient = useId()
  return (
    <span role="img" aria-label={label} style={{ display: 'inline-flex', alignItems: 'center', gap: sizePx * 0.26 }}>
      <svg width={sizePx} height={sizePx} viewBox="0 0 64 64" aria-hidden="true">
        <defs>
          <radialGradient id={gradient} cx="0.36" cy="0.28" r="0.85">
            <stop offset="0" stopColor="#FF8463" />
            <stop offset="0.55" stopColor="#E04A2E" />
            <stop offset="1" stopColor="#C42F18" />
          </radialGradient>
        </defs>
        <path d="M32 15c13.5 0 25 8.5 25 22.500C57 51.5 46 58 32 58S7 51.5 7 37.500C7 23.5 18.5 15 32 15z" fill={`url(#${gradient})`} />
        <path d="M31 19c-1.5-8.5 4-15 16-15 .5 9.5-6 15.5-16 15z" fill="#1E8E5A" />
        <path d="M31.5 18.500c3.5-5 7.5-8.5 11.5-10.5" stroke="#8FD6B1" strokeWidth="1.6" fill="none" strokeLinecap="round" />
        <path d="M30.5 19c-5.5.5-9.5-2.5-10.5-8.5 6.5-.5 10.5 3 10.5 8.500z" fill="#35AB73" />
        <path d="M22 39.500c2.6 5.7 6 8.5 10 8.500s7.4-2.8 10-8.5" stroke="#FFF6EC" strokeWidth="4.2" fill="none" strokeLinecap="round" />
        <circle cx="22.5" cy="32" r="3" fill="#FFF6EC" />
        <circle cx="41.5" cy="32" r="3" fill="#FFF6EC" />
        <ellipse cx="18" cy="25.5" rx="4.5" ry="2.6" transform="rotate(-38 18 25.5)" fill="#FFFFFF" opacity="0.35" />
      </svg>
      {withName ? <span aria-hidden="true" style={{ fontSize: sizePx * 0.62, fontWeight: 600, lineHeight: 1, letterSpacing: '0.04em' }}>{label}</span> : null}
    </span>
  )
}
