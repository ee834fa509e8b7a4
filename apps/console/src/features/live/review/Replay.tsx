import { isProblem } from '@tuanzi/client';
import { useApi } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Skeleton } from '@tuanzi/ui/Skeleton.tsx';
import { formatCountdown } from '@tuanzi/ui/time.ts';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Segmented } from 'antd';
import { useRef, useState } from 'react';
import { ListProblem } from '../../../layout/ListProblem.tsx';
import { useText } from '../../../layout/use-text.ts';
import { useT } from '../../../messages.ts';
import { StreamPlayer } from '../StreamPlayer.tsx';

/** The recording, with a chapter for each product that was explained. A broadcast with a break has several parts. */
export function Replay({ sessionId, isEnded }: { sessionId: string; isEnded: boolean }) {
  const t = useT();
  const text = useText();
  const { language } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const replay = useApi('GET /api/sessions/{sessionId}/replay', { params: { sessionId } }, { isEnabled: isEnded, staleMs: 60_000 });
  const clock = (ms: number) => formatCountdown(ms, language);
  if (!isEnded || isProblem(replay.error, 'no_replay'))
    return <Empty drawing="live" title={t('live.reviewPage.noReplay')} words={t('live.reviewPage.noReplayWords')} />;
  if (replay.isError) return <ListProblem problem={replay.error} onRetry={() => void replay.refetch()} />;
  if (replay.isPending) return <Skeleton ratio={1.6} />;
  const { recordings, chapters } = replay.data;
  const current = recordings.find((each) => each.id === chosen) ?? recordings[0];
  if (current === undefined) return <Empty drawing="live" title={t('live.reviewPage.replayWait')} />;
  const jump = (recordingId: string, fromMs: number) => {
    setChosen(recordingId);
    const seek = () => {
      if (video.current === null) return;
      video.current.currentTime = fromMs / 1000;
      void video.current.play().catch(() => {
        // A browser that wants a tap first: the picture stands at the right place.
      });
    };
    if (recordingId === current.id) seek();
    else setTimeout(() => video.current?.addEventListener('loadedmetadata', seek, { once: true }), 0);
  };
  return (
    <div data-testid="replay">
      {recordings.length > 1 ? (
        <Segmented
          block
          value={current.id}
          onChange={setChosen}
          options={recordings.map((each, index) => ({
            value: each.id,
            label: t('live.reviewPage.part', { count: index + 1, length: clock(each.durationMs) }),
          }))}
        />
      ) : null}
      <div className="rv-player">
        <StreamPlayer key={current.id} sources={current.sources} label={t('live.reviewPage.replay')} video={video} />
      </div>
      {chapters.length === 0 ? null : (
        <ul className="rv-chapters" aria-label={t('live.reviewPage.chapters')}>
          {chapters.map((chapter) => (
            <li key={`${chapter.recordingId} ${chapter.fromMs}`}>
              <button type="button" onClick={() => jump(chapter.recordingId, chapter.fromMs)}>
                <span className="tz-figures cs-quiet">{clock(chapter.fromMs)}</span>
                <span className="tz-line-1">{text(chapter.title)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
