import { useApi } from '@tuanzi/client/react';
import { Drawing } from '@tuanzi/ui/Drawing.tsx';
import { useT } from '../../../messages.ts';
import { StreamPlayer } from '../StreamPlayer.tsx';

/** What viewers get, seen by whoever does not hold the camera. */
export function RemotePreview({ sessionId, isLandscape }: { sessionId: string; isLandscape: boolean }) {
  const t = useT();
  const play = useApi('GET /api/sessions/{sessionId}/play', { params: { sessionId } }, { staleMs: 60_000, refetchEveryMs: 120_000 });
  return (
    <figure className="st-picture" data-wide={isLandscape ? true : undefined}>
      {play.data === undefined ? (
        <div className="st-no-picture" aria-busy={play.isPending}>
          <Drawing name="live" />
          <strong>{play.isError ? play.error.title : t('live.studio.connecting')}</strong>
        </div>
      ) : (
        <StreamPlayer sources={play.data.sources} isLive label={t('live.studio.remote')} />
      )}
      <span className="st-badge" data-phase="live">
        {t('live.studio.remote')}
      </span>
    </figure>
  );
}
