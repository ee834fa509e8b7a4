import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';

/** Rows that are on their way: a square, two lines, a number. */
export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <div className="cs-table-skeleton" aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="cs-table-skeleton-row">
          <Skeleton width="44px" height="44px" />
          <span>
            <Skeleton width={`${50 + ((row * 17) % 35)}%`} height="14px" />
            <Skeleton width="30%" height="12px" />
          </span>
          <Skeleton width="88px" height="14px" />
        </div>
      ))}
    </div>
  );
}
