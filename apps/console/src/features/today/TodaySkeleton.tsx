import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';

export function TodaySkeleton() {
  return (
    <div className="cs-page cs-stack" aria-busy="true">
      <Skeleton width="220px" height="28px" />
      <div className="td-needs">
        {[0, 1, 2, 3, 4].map((key) => (
          <Skeleton key={key} height="104px" />
        ))}
      </div>
      <Skeleton height="112px" />
      <div className="td-columns">
        <Skeleton height="340px" />
        <Skeleton height="340px" />
      </div>
    </div>
  );
}
