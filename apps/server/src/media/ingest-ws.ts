import type http from 'node:http';
import { decodeIngestMessage, INGEST_CLOSE, INGEST_FLAG, INGEST_TYPE } from '@tuanzi/client/ingest-format';
import type { IngestMessage } from '@tuanzi/client/ingest-format';
import type { RawData, WebSocket } from 'ws';
import type { LiveHub } from './hub.ts';
import type { MediaLog } from './log.ts';
import { MediaRefusal } from './media-refusal.ts';
import { buildOpusHead } from './opus.ts';
import type { Publisher } from './publish.ts';
import { remoteIpOf } from './remote-ip.ts';

const IDLE_MS = 15_000;

/** A browser's own encoder publishes over a WebSocket; the format is described in the client package. */
export function serveIngest(
  { hub, log }: { hub: LiveHub; log: MediaLog },
  webSocket: WebSocket,
  request: http.IncomingMessage,
  sessionId: string,
  key: string,
): void {
  let publisher: Publisher | null = null;
  let isGone = false;
  const hangUp = (code: number, reason: string): void => {
    if (isGone) return;
    isGone = true;
    publisher?.close(reason);
    publisher = null;
    webSocket.close(code, reason.slice(0, 100));
    // A browser that ignores the close is cut off.
    setTimeout(() => webSocket.terminate(), 1_000).unref();
  };
  const idle = setTimeout(() => hangUp(INGEST_CLOSE.broken, 'nothing received'), IDLE_MS);
  webSocket.on('message', (data, isBinary) => {
    if (isGone) return;
    idle.refresh();
    try {
      if (publisher === null) throw new MediaRefusal('media_before_publish', 'media before a granted publish');
      const message = isBinary ? decodeIngestMessage(bytesOf(data)) : null;
      if (message === null) throw new MediaRefusal('protocol_error', 'message of unknown form');
      take(publisher, message);
    } catch (error) {
      const refusal = error instanceof MediaRefusal ? error : new MediaRefusal('protocol_error', String(error));
      publisher?.warn(refusal.code, refusal.message);
      log.info('browser publisher dropped', { sessionId, code: refusal.code, error: refusal.message });
      hangUp(refusal.code === 'codec_not_supported' ? INGEST_CLOSE.codec : INGEST_CLOSE.broken, refusal.message);
    }
  });
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', () => {
    clearTimeout(idle);
    isGone = true;
    publisher?.close('connection lost');
    publisher = null;
  });
  void hub
    .openPublish({
      streamName: sessionId,
      key,
      protocol: 'webcodecs',
      remoteIp: remoteIpOf(request),
      isGone: () => isGone,
      kick: (reason) => hangUp(INGEST_CLOSE.replaced, reason),
    })
    .then((answer) => {
      if (!answer.isAllowed) return hangUp(INGEST_CLOSE.refused, answer.reason);
      if (isGone) return answer.publisher.close('connection lost');
      publisher = answer.publisher;
      webSocket.send('{"type":"ready"}');
    });
}

function take(publisher: Publisher, { type, flags, timestampMs, payload }: IngestMessage): void {
  const data = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  switch (type) {
    case INGEST_TYPE.videoConfig:
      return publisher.setVideo(data);
    case INGEST_TYPE.videoFrame:
      return publisher.video({ dtsMs: timestampMs, ctsMs: 0, isKey: (flags & INGEST_FLAG.keyFrame) !== 0, data });
    case INGEST_TYPE.audioConfig:
      if (flags === INGEST_FLAG.aac) return publisher.setAudio('aac', data);
      // Browsers describe Opus only when it is out of the ordinary.
      return publisher.setAudio('opus', data.length >= 19 ? data : buildOpusHead(2));
    default:
      return publisher.audio({ ptsMs: timestampMs, data });
  }
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
