import { Button } from 'antd';
import { useT } from '../messages.ts';

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** The foot of a list: read on, or that this is all. */
export function LoadMore({ pages, count }: { pages: Pages; count: number }) {
  const t = useT();
  if (count === 0) return null;
  return (
    <div className="cs-more">
      {pages.hasNextPage ? (
        <Button onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage} data-testid="load-more">
          {t('list.more')}
        </Button>
      ) : (
        <span className="cs-quiet">{t('list.all', { count })}</span>
      )}
    </div>
  );
}
