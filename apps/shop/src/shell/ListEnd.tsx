// By its own path: the whole of antd-mobile would come along into what every page shares.
import InfiniteScroll from 'antd-mobile/es/components/infinite-scroll';
import { useT } from '../messages.ts';

type Pages = {
  readonly data?: readonly unknown[] | undefined;
  readonly hasNextPage: boolean;
  fetchNextPage: (options: { throwOnError: boolean }) => Promise<unknown>;
};

/** Reads on when the end of a list comes near, and says so when there is no more. */
export function ListEnd({ pages }: { pages: Pages }) {
  const t = useT();
  if (pages.data === undefined || pages.data.length === 0) return null;
  if (!pages.hasNextPage) return pages.data.length > 8 ? <p className="sh-end">{t('common.listEnd')}</p> : null;
  return (
    <InfiniteScroll loadMore={async () => void (await pages.fetchNextPage({ throwOnError: true }))} hasMore threshold={600}>
      {(_hasMore, hasFailed, retry) =>
        hasFailed ? (
          <button type="button" className="tz-button" data-size="s" onClick={retry}>
            {t('common.moreFailed')}
          </button>
        ) : (
          <span>{t('common.readingOn')}</span>
        )
      }
    </InfiniteScroll>
  );
}
