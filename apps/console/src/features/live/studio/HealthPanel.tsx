import type { ApiReply } from '@tuanzi/client';
import type { PublishFigures } from '@tuanzi/client/publish/publish-connection';
import { WarningOutlined } from '@ant-design/icons';
import { useT } from '../../../messages.ts';
import { isWarning } from '../warnings.ts';

type Health = ApiReply<'GET /api/studio/{sessionId}'>['health'];

/** How well the stream arrives: this device's own figures while it sends, and what the media server sees. */
export function HealthPanel({ health, figures }: { health: Health; figures: PublishFigures | null }) {
  const t = useT();
  const quality = qualityOf(health, figures);
  const bitrate = figures?.bitrateKbps ?? health.bitrateKbps;
  const width = figures?.width || health.width;
  const height = figures?.height || health.height;
  const rows = [
    { key: 'way', value: health.protocol === null ? null : t(`live.studio.way.${health.protocol}`) },
    { key: 'bitrate', value: bitrate === null ? null : t('live.studio.signal.kbps', { value: bitrate }) },
    { key: 'fps', value: figures?.fps ?? (health.fps === null ? null : Math.round(health.fps)) },
    { key: 'size', value: width && height ? `${width}×${height}` : null },
    { key: 'gop', value: health.gopMs === null ? null : t('live.studio.signal.ms', { value: health.gopMs }) },
    { key: 'delay', value: figures?.roundTripMs == null ? null : t('live.studio.signal.ms', { value: figures.roundTripMs }) },
    { key: 'loss', value: figures === null ? null : `${(figures.lostShare * 100).toFixed(1)}%` },
    { key: 'viewers', value: health.isPublishing ? health.viewers : null },
  ] as const;
  return (
    <section className="st-health" aria-label={t('live.studio.signal.title')} data-testid="stream-health">
      <h2>
        <span className="st-dot" data-quality={quality} />
        {t(quality === 'none' ? 'live.studio.signal.none2' : `live.studio.signal.${quality}`)}
      </h2>
      <dl>
        {rows.map(({ key, value }) => (
          <div key={key}>
            <dt>{t(`live.studio.signal.${key}`)}</dt>
            <dd className="tz-figures">{value ?? '—'}</dd>
          </div>
        ))}
      </dl>
      {health.warnings.map((warning) => (
        <p key={warning} className="st-warning">
          <WarningOutlined /> {isWarning(warning) ? t(`live.studio.warning.${warning}`) : warning}
        </p>
      ))}
    </section>
  );
}

function qualityOf(health: Health, figures: PublishFigures | null): 'good' | 'fair' | 'poor' | 'none' {
  if (figures === null) return health.isPublishing ? (health.warnings.length > 0 ? 'fair' : 'good') : 'none';
  const { lostShare, roundTripMs, fps } = figures;
  if (lostShare > 0.1 || (roundTripMs ?? 0) > 800 || fps < 8) return 'poor';
  return lostShare > 0.03 || (roundTripMs ?? 0) > 300 || fps < 18 ? 'fair' : 'good';
}
