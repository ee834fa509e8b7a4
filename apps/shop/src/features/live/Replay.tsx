import type { ApiReply } from '@tuanzi/client';
import type { Picture } from '@tuanzi/contract/shapes';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../messages.ts';
import { useWords } from '../../shell/use-words.ts';
import styles from './live.module.css';
import { type Engine, startEngine } from './player/engines.ts';

type Answer = ApiReply<'GET /api/sessions/{sessionId}/replay'>;
type ReplayProps = {
  recordings: Answer['recordings'];
  chapters: Answer['chapters'];
  cover: Picture | null;
  onBuy: (productId: string) => void;
};

/** The recordings in order, with a jump to every product. A host who dropped out left more than one recording. */
export function Replay({ recordings, chapters, cover, onBuy }: ReplayProps) {
  const t = useT();
  const words = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [place, setPlace] = useState({ index: 0, fromMs: 0, isAsked: false });
  const [isBroken, setIsBroken] = useState(false);
  const [nowMs, setNowMs] = useState(0);
  const [isWide, setIsWide] = useState(false);
  const recording = recordings[place.index];
  useRecording(video, recording, () => setIsBroken(true));
  useEffect(() => {
    const { current } = video;
    if (current === null || !place.isAsked) return;
    const seek = () => {
      current.currentTime = place.fromMs / 1000;
      void current.play().catch(() => undefined);
    };
    if (current.readyState > 0) seek();
    else current.addEventListener('loadedmetadata', seek, { once: true });
  }, [place]);
  const isNow = (chapter: Answer['chapters'][number]) =>
    chapter.recordingId === recording?.id && nowMs >= chapter.fromMs && nowMs < chapter.toMs;
  return (
    <section data-testid="replay">
      <div className={styles.replayFrame} data-wide={isWide || undefined}>
        <video
          ref={video}
          controls
          playsInline
          preload="metadata"
          poster={cover?.url}
          onLoadedMetadata={(event) => setIsWide(event.currentTarget.videoWidth > event.currentTarget.videoHeight)}
          onTimeUpdate={(event) => setNowMs(event.currentTarget.currentTime * 1000)}
          onEnded={() => {
            if (place.index + 1 < recordings.length) setPlace({ index: place.index + 1, fromMs: 0, isAsked: true });
          }}
        />
        {isBroken ? (
          <p className={styles.replayBroken} role="alert">
            {t('live.replayBroken')}
          </p>
        ) : null}
      </div>
      {chapters.length === 0 ? null : (
        <ol className={styles.chapters} aria-label={t('live.chapters')}>
          {chapters.map((chapter) => (
            <li
              key={`${chapter.recordingId}${chapter.fromMs}`}
              className={styles.chapter}
              data-now={isNow(chapter) || undefined}
              data-testid="chapter"
            >
              <button
                type="button"
                onClick={() =>
                  setPlace({
                    index: Math.max(
                      0,
                      recordings.findIndex((each) => each.id === chapter.recordingId),
                    ),
                    fromMs: chapter.fromMs,
                    isAsked: true,
                  })
                }
              >
                <span className="tz-figures">{clock(chapter.fromMs)}</span>
                <span className="tz-line-2">{words(chapter.title)}</span>
              </button>
              <button type="button" className="tz-button" data-size="s" data-tone="soft" onClick={() => onBuy(chapter.productId)}>
                {t('product.buy')}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Plays a recording by the first of its sources that works. */
function useRecording(
  video: React.RefObject<HTMLVideoElement | null>,
  recording: Answer['recordings'][number] | undefined,
  onBroken: () => void,
): void {
  useEffect(() => {
    const { current } = video;
    if (current === null || recording === undefined) return undefined;
    let engine: Engine | null = null;
    let isGone = false;
    const start = async (index: number): Promise<void> => {
      const source = recording.sources[index];
      if (source === undefined) {
        onBroken();
        return;
      }
      const next = () => {
        engine?.stop();
        engine = null;
        if (!isGone) void start(index + 1);
      };
      const started = await startEngine({ video: current, source, onLost: next, isWanted: () => !isGone }).catch(() => null);
      if (isGone) started?.stop();
      else if (started === null) void start(index + 1);
      else engine = started;
    };
    void start(0);
    return () => {
      isGone = true;
      engine?.stop();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a recording is started once
  }, [recording?.id]);
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
