import { FlvFanout } from './flv-fanout.ts';
import type { MediaHooks } from './hooks.ts';
import type { MediaLog } from './log.ts';
import type { PublishAnswer, PublishRequest } from './publish.ts';
import { LiveStream } from './stream.ts';
import type { StreamEvent } from './stream.ts';
import type { StreamOutput } from './tracks.ts';
import { isMediaName } from './tracks.ts';

/** A live session with everything it is sent out through. */
export type LiveChannel = { stream: LiveStream; flv: FlvFanout };

export type LiveHub = {
  openPublish(request: PublishRequest): Promise<PublishAnswer>;
  find(sessionId: string): LiveChannel | null;
  list(): LiveChannel[];
  /** Ends the session's stream at once; false when there is none. */
  kick(sessionId: string, reason: string): boolean;
  close(reason: string): void;
};
export type HubOptions = { hooks: MediaHooks; log: MediaLog; reconnectGraceMs: number; statsEveryMs?: number };

const STATS_EVERY_MS = 5_000;

/** Keeps the live streams: asks whether a publish is allowed, joins publishers to streams, and reports what happens. */
export function createLiveHub(options: HubOptions): LiveHub {
  const { hooks, log } = options;
  const channels = new Map<string, LiveChannel>();
  const statsEveryMs = options.statsEveryMs ?? STATS_EVERY_MS;
  const checkTimer = setInterval(() => {
    for (const { stream } of channels.values()) stream.check(Date.now());
  }, 1_000);
  const statsTimer = setInterval(() => {
    for (const channel of channels.values()) reportStats(hooks, channel, statsEveryMs);
  }, statsEveryMs);

  const report = (sessionId: string, { kind, ...event }: StreamEvent): void => {
    log.info(`stream ${kind}`, { sessionId, ...event });
    hooks.send(kind, { sessionId, at: new Date().toISOString(), ...event });
  };

  const open = (sessionId: string): LiveChannel => {
    const flv = new FlvFanout();
    const outputs: StreamOutput[] = [flv];
    const stream = new LiveStream({
      sessionId, outputs, reconnectGraceMs: options.reconnectGraceMs,
      emit: (event) => report(sessionId, event),
      onEnd: () => {
        if (channels.get(sessionId)?.stream === stream) channels.delete(sessionId);
      },
    });
    const channel = { stream, flv };
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
    list: () => [...channels.values()],
    kick(sessionId, reason) {
      const channel = channels.get(sessionId);
      channel?.stream.end(reason);
      return channel !== undefined;
    },
    close(reason) {
      clearInterval(checkTimer);
      clearInterval(statsTimer);
      for (const { stream } of [...channels.values()]) stream.end(reason);
    },
  };
}

function reportStats(hooks: MediaHooks, { stream, flv }: LiveChannel, periodMs: number): void {
  const { figures } = stream;
  if (stream.isLive) {
    hooks.sendStats({
      sessionId: stream.sessionId, bitrateKbps: Math.round((figures.bytes * 8) / periodMs), fps: Math.round((figures.frames * 10_000) / periodMs) / 10,
      gopMs: figures.gopMs, viewers: flv.viewerCount, codec: figures.codec, droppedFrames: flv.droppedFrames,
    });
  }
  figures.bytes = 0;
  figures.frames = 0;
}
