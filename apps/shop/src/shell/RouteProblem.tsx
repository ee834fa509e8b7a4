import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { useT } from '../messages.ts';

const reloadedKey = 'tz.reloaded';

/** A page's code that no longer exists was replaced by a newer version of the shop: loading again brings that. */
function isLostChunk(error: unknown): boolean {
  return error instanceof TypeError && /import|module|fetch/i.test(error.message);
}

export function RouteProblem() {
  const t = useT();
  const error = useRouteError();
  useEffect(() => {
    if (!isLostChunk(error) || !navigator.onLine) return;
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0);
    // Once a minute at most: a page that is broken for good must not load for ever.
    if (Date.now() - last < 60_000) return;
    sessionStorage.setItem(reloadedKey, String(Date.now()));
    window.location.reload();
  }, [error]);
  return (
    <div role="alert">
      <Empty
        drawing={isLostChunk(error) ? 'offline' : 'problem'}
        title={isLostChunk(error) ? t('common.pageNotLoaded') : t('common.somethingWrong')}
        words={isLostChunk(error) ? t('common.offlineWords') : t('common.problemWords')}
        next={
          <button type="button" className="tz-button" data-tone="primary" onClick={() => window.location.reload()}>
            {t('common.retry')}
          </button>
        }
      />
    </div>
  );
}
