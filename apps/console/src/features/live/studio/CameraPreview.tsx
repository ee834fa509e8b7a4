import { AudioMutedOutlined } from '@ant-design/icons';
import { measureLevel } from '@tuanzi/client/publish/camera';
import { Drawing } from '@tuanzi/ui/Drawing.tsx';
import { useEffect, useRef } from 'react';
import { useT } from '../../../messages.ts';
import type { Broadcast } from '../use-broadcast.ts';
import type { Camera } from '../use-camera.ts';

/** The host as in a mirror. */
export function CameraPreview({ camera, broadcast }: { camera: Camera; broadcast: Broadcast }) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = camera.stream;
  }, [camera.stream]);
  const facing = camera.stream?.getVideoTracks()[0]?.getSettings().facingMode;
  const phase = broadcast.state?.phase ?? (camera.stream === null ? null : 'preview');
  const words = {
    preview: t('live.studio.preview'),
    connecting: t('live.studio.connecting'),
    live: t('live.studio.onAir'),
    reconnecting: t('live.studio.reconnecting', { count: broadcast.state?.failures ?? 0 }),
    stopped: t('live.studio.stopped'),
    failed: t('live.studio.stopped'),
  };
  return (
    <figure className="st-picture" data-mirrored={facing !== 'environment' ? true : undefined}>
      <video
        ref={video}
        muted
        autoPlay
        playsInline
        hidden={camera.stream === null}
        aria-label={t('live.studio.preview')}
        data-testid="camera-preview"
      />
      {camera.stream === null ? (
        <div className="st-no-picture">
          <Drawing name="live" />
          <strong>{t('live.studio.noPicture')}</strong>
          <span>{t('live.studio.noPictureWords')}</span>
        </div>
      ) : null}
      {phase === null ? null : (
        <span className="st-badge" role="status" data-phase={phase} data-testid="broadcast-state">
          {words[phase]}
        </span>
      )}
      {camera.stream === null ? null : camera.isMicrophoneOn ? (
        <Level stream={camera.stream} />
      ) : (
        <span className="st-badge st-mic-off">
          <AudioMutedOutlined /> {t('live.studio.micOff')}
        </span>
      )}
    </figure>
  );
}

/** Ten times a second, so it writes to the element itself and nothing is drawn anew. */
function Level({ stream }: { stream: MediaStream }) {
  const t = useT();
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      measureLevel(stream, (level) => {
        if (bar.current !== null) bar.current.style.transform = `scaleY(${level})`;
      }),
    [stream],
  );
  return (
    <span className="st-level" role="img" aria-label={t('live.studio.level')}>
      <span ref={bar} />
    </span>
  );
}
