import { Skeleton } from 'antd';

/** The shape of a page while it loads. */
export function PageSkeleton() {
  return (
    <div className="cs-page" aria-busy="true">
      <Skeleton active title={{ width: 160 }} paragraph={{ rows: 8 }} />
    </div>
  );
}
