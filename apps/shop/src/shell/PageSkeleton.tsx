import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import styles from './shell.module.css';

/** Before anything is known about a page but that it comes. */
export function PageSkeleton() {
  return (
    <div className={styles.pageSkeleton} aria-busy="true">
      <Skeleton height="40px" width="60%" />
      <Skeleton ratio={1.6} />
      <SkeletonLines lines={3} />
      <SkeletonLines lines={2} />
    </div>
  );
}

/** Rows of a list: a picture and two lines each. */
export function RowsSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div className={styles.rowsSkeleton} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.rowSkeleton}>
          <span className={styles.rowSkeletonPicture}>
            <Skeleton ratio={1} />
          </span>
          <span className={styles.rowSkeletonLines}>
            <SkeletonLines lines={2} />
          </span>
        </div>
      ))}
    </div>
  );
}
