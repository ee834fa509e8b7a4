import { setTimeout as delay } from 'node:timers/promises';
import { Recorder } from './dvr.ts';
import { FlvFanout } from './flv-fanout.ts';
import type { MediaHooks } from './hooks.ts';
import { LlHls } from './llhls.ts';
import type { MediaLog } from './log.ts';
import { Packager } from './packager.ts';
import type { PublishAnswer, PublishRequest } from './publish.ts';
import type { RecordedEvent } from './recording-index.ts';
import { markTold } from './recovery.ts';
import { LiveStream } from './stream.ts';
import type { StreamEvent } from './stream.ts';
import { isMediaName } from './tracks.ts';

type ChannelFigures = { sessionId: string; isLive: boolean; viewers: number; codec: string; recordingId: string };
/** A live session with everything it is sent out through. */
type LiveChannel = { sessionId: string; stream: LiveStream; flv: FlvFanout; hls: LlHls; recordingId: string; describe(): ChannelFigures };
export type LiveHub = {
  openPublish(request: PublishRequest): Promise<PublishAnswer>;
  /** The session's stream while it lasts. */
  find(sessionId: string): LiveChannel | null;
  /** Its playlist also a little longer, for players to reach the end. */
  findHls(sessionId: string): LlHls | null;
  list(): LiveChannel[];
  /** Ends the session's stream at once; false when there is none. */
  kick(sessionId: string, reason: string): boolean;
  /** Ends all streams and waits for their recordings. */
  close(reason: string): Promise<void>;
};
type HubOptions = {
  hooks: MediaHooks;
  log: MediaLog;
  reconnectGraceMs: number;
  recordingsDir: string;
  recordingFreeMinBytes: number;
  statsEveryMs?: number;
};

const STATS_EVERY_MS = 5_000;
const KEEP_ENDED_MS = 20_000;
const CLOSE_WITHIN_MS = 4_000;

/** Keeps the live streams: asks whether a publish is allowed, joins publishers to streams, and reports what happens. */
export function createLiveHub(options: HubOptions): LiveHub {
  const { hooks, log } = options;
  const channels = new Map<string, LiveChannel>();
  const endedHls = new Map<string, LlHls>();
  const recorders = new Set<Recorder>();
  const checkTimer = setInterval(() => {
    for (const { stream } of channels.values()) stream.check(Date.now());
  }, 1_000);
  const statsTimer = setInterval(() => {
    for (const channel of channels.values()) reportStats(hooks, channel);
  }, options.statsEveryMs ?? STATS_EVERY_MS);

  const open = (sessionId: string): LiveChannel => {
    const { channel, recorder } = openChannel(options, sessionId, () => {
      if (channels.get(sessionId) === channel) channels.delete(sessionId);
      endedHls.set(sessionId, channel.hls);
      setTimeout(() => {
        if (endedHls.get(sessionId) === channel.hls) endedHls.delete(sessionId);
      }, KEEP_ENDED_MS).unref();
      void recorder.done.then(() => recorders.delete(recorder));
    });
    recorders.add(recorder);
    channels.set(sessionId, channel);
    return channel;
  };

  return {
    async openPublish(request) {
      if (!isMediaName(request.streamName) || request.key === '') return { isAllowed: false, reason: 'the stream key has a wrong form' };
      const { streamName, key, protocol, remoteIp } = request;
      const answer = await hooks.authorizePublish({ streamName, key, protocol, remoteIp });
      if (!answer.isAllowed) {
        log.info('publisher refused', { streamName, protocol, remoteIp, reason: answer.reason });
        return answer;
      }
      if (request.isGone()) return { isAllowed: false, reason: 'connection closed' };
      const { stream } = channels.get(answer.sessionId) ?? open(answer.sessionId);
      return { isAllowed: true, sessionId: answer.sessionId, publisher: stream.attach(protocol, request.kick) };
    },
    find: (sessionId) => channels.get(sessionId) ?? null,
    findHls: (sessionId) => channels.get(sessionId)?.hls ?? endedHls.get(sessionId) ?? null,
    list: () => [...channels.values()],
    kick(sessionId, reason) {
      const channel = channels.get(sessionId);
      channel?.stream.end(reason);
      return channel !== undefined;
    },
    async close(reason) {
      clearInterval(checkTimer);
      clearInterval(statsTimer);
      for (const { stream } of channels.values()) stream.end(reason);
      await Promise.race([Promise.all([...recorders].map((recorder) => recorder.done)), delay(CLOSE_WITHIN_MS)]);
    },
  };
}

function openChannel(
  { hooks, log, ...options }: HubOptions,
  sessionId: string,
  onEnd: () => void,
): { channel: LiveChannel; recorder: Recorder } {
  const report = ({ kind, ...event }: StreamEvent, extra: Record<string, unknown> = {}): void => {
    log.info(`stream ${kind}`, { sessionId, ...event });
    void hooks.send(kind, { sessionId, at: new Date().toISOString(), ...event, ...extra });
  };
  const flv = new FlvFanout();
  const hls = new LlHls();
  const recorder = new Recorder({
    dir: options.recordingsDir,
    sessionId,
    freeMinBytes: options.recordingFreeMinBytes,
    log,
    onRecorded: (event) => tellRecorded(options.recordingsDir, event, { hooks, log }),
    onStopped: (detail) => report({ kind: 'warning', reason: 'recording_stopped', detail }),
  });
  const { recordingId } = recorder;
  const stream = new LiveStream({
    outputs: [flv, new Packager({ sinks: [hls, recorder] })],
    reconnectGraceMs: options.reconnectGraceMs,
    onEnd,
    emit: (event) => report(event, event.kind === 'started' ? { recordingId } : {}),
  });
  const describe = (): ChannelFigures => ({
    sessionId,
    isLive: stream.isLive,
    viewers: flv.viewerCount + hls.viewerCount,
    codec: stream.figures.codec,
    recordingId,
  });
  return { channel: { sessionId, stream, flv, hls, recordingId, describe }, recorder };
}

/** Tells the web process of a recording, and remembers that it has heard: what is not remembered is told again at the next start. */
export function tellRecorded(dir: string, event: RecordedEvent, { hooks, log }: { hooks: MediaHooks; log: MediaLog }): void {
  hooks
    .send('recorded', event)
    .then(() => markTold(dir, event.recordingId))
    .catch((error: unknown) => log.warn('recording not marked as told', { recordingId: event.recordingId, error: String(error) }));
}

function reportStats(hooks: MediaHooks, { sessionId, stream, flv, hls }: LiveChannel): void {
  const hlsViewers = hls.takeViewerPeak();
  const figures = stream.takeFigures();
  if (!stream.isLive) return;
  hooks.sendStats({
    sessionId,
    bitrateKbps: figures.bitrateKbps,
    fps: figures.fps,
    gopMs: figures.gopMs,
    viewers: flv.viewerCount + hlsViewers,
    codec: figures.codec,
    droppedFrames: flv.droppedFrames,
  });
}
