import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { MasonrySkeleton } from '../products/ProductTile.tsx';
import styles from './home.module.css';

export function HomeSkeleton() {
  return (
    <div className={styles.home} aria-busy="true">
      <div className={styles.section}>
        <Skeleton ratio={1.7} />
      </div>
      <div className={styles.section}>
        <SkeletonLines lines={3} />
      </div>
      <MasonrySkeleton />
    </div>
  );
}
