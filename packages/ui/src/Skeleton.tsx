export type SkeletonProps = {
  /** CSS lengths: `'60%'`, `'120px'`. */
  width?: string;
  height?: string;
  /** Width by height, instead of a height: for pictures. */
  ratio?: number;
  isRound?: boolean;
};

/** The shape of what is coming. Hidden from screen readers: the region that waits says `aria-busy`. */
export function Skeleton({ width = '100%', height = '16px', ratio, isRound = false }: SkeletonProps) {
  const size = ratio === undefined ? { height } : { aspectRatio: String(ratio) };
  return <span className="tz-skeleton" aria-hidden="true" style={{ width, ...size, ...(isRound ? { borderRadius: '50%' } : {}) }} />;
}

/** Lines of text; the last is shorter, as real ones are. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  return (
    <span aria-hidden="true" style={{ display: 'grid', gap: 'var(--tz-space-2)' }}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height="14px" width={line === lines - 1 && lines > 1 ? '62%' : '100%'} />
      ))}
    </span>
  );
}
