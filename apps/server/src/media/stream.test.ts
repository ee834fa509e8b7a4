import { expect, test } from 'vitest';
import { FLV_TAG, parseAudioPayload, parseVideoPayload } from './flv.ts';
import { loopTags, readMediaLoop } from './media-loop.ts';
import type { Publisher } from './publish.ts';
import { LiveStream } from './stream.ts';
import type { StreamEvent } from './stream.ts';
import type { TrackSet } from './tracks.ts';
import { until } from './testing.ts';

const loop = readMediaLoop();

type Stage = { stream: LiveStream; events: StreamEvent[]; calls: string[]; tracks: TrackSet[]; kicked: string[]; publish(): Publisher };
function stage(reconnectGraceMs = 10_000): Stage {
  const [events, calls, tracks, kicked]: [StreamEvent[], string[], TrackSet[], string[]] = [[], [], [], []];
  const stream = new LiveStream({
    reconnectGraceMs,
    onEnd: () => {},
    emit: (event) => void events.push(event),
    outputs: [
      {
        begin: (given, isDiscontinuity) => {
          tracks.push(given);
          calls.push(isDiscontinuity ? 'begin again' : 'begin');
        },
        video: (sample) => void calls.push(`video ${sample.dtsMs}${sample.isKey ? ' key' : ''}`),
        audio: () => void calls.push('audio'),
        pause: () => void calls.push('pause'),
        end: () => void calls.push('end'),
      },
    ],
  });
  return { stream, events, calls, tracks, kicked, publish: () => stream.attach('rtmp', (reason) => void kicked.push(reason)) };
}

function play(
  publisher: Publisher,
  options: { durationMs?: number; hasAudio?: boolean; keyEveryMs?: number; ctsOf?: (n: number) => number } = {},
): void {
  let n = 0;
  for (const tag of loopTags(loop)) {
    if (tag.timestampMs >= (options.durationMs ?? 1_500)) return;
    if (tag.type === FLV_TAG.video) {
      const video = parseVideoPayload(tag.payload);
      if (video.kind === 'config') publisher.setVideo(video.config);
      if (video.kind !== 'frame' || (video.isKey && tag.timestampMs > 500 && tag.timestampMs % (options.keyEveryMs ?? 1) > 100)) continue;
      publisher.video({ dtsMs: tag.timestampMs, ctsMs: options.ctsOf?.(n++) ?? 0, isKey: false, data: video.data });
    } else if (options.hasAudio !== false) {
      const audio = parseAudioPayload(tag.payload);
      if (audio.kind === 'config') publisher.setAudio(audio.codec, audio.config);
      else if (audio.kind === 'frame') publisher.audio({ ptsMs: tag.timestampMs, data: audio.data });
    }
  }
}

const kinds = (events: StreamEvent[]): string[] =>
  events.map((event) => (event.kind === 'warning' ? `warning ${event.reason}` : event.kind));

test('outputs begin once, on a key frame, with both tracks known; what a key frame is says the picture, not the encoder', () => {
  const { publish, calls, events, tracks } = stage();
  play(publish());
  expect(calls.slice(0, 2)).toEqual(['begin', 'video 0 key']);
  expect(calls.filter((call) => call.startsWith('begin')).length).toBe(1);
  expect(tracks[0]?.audio?.codec).toBe('aac');
  expect(kinds(events)).toEqual(['started']);
});

test('a camera without a microphone starts after a second, losing none of its pictures', () => {
  const { publish, calls, events } = stage();
  play(publish(), { hasAudio: false, durationMs: 900 });
  expect(calls).toEqual([]);
  play(publish(), { hasAudio: false, durationMs: 2_000 });
  expect(calls.filter((call) => call.startsWith('video')).length).toBe(30);
  expect(events[0]).toMatchObject({ kind: 'started', hasAudio: false, codec: 'h264' });
});

test('sound that comes late joins at the next key frame', () => {
  const { publish, calls, tracks } = stage();
  const publisher = publish();
  play(publisher, { hasAudio: false, durationMs: 2_000 });
  publisher.setAudio('aac', Buffer.from('1210', 'hex'));
  publisher.audio({ ptsMs: 2_000, data: Buffer.from('x') });
  expect(calls.includes('audio')).toBe(false);
  for (const tag of loop.frames.filter((frame) => frame.type === FLV_TAG.video).slice(0, 16)) {
    const video = parseVideoPayload(tag.payload);
    if (video.kind === 'frame') publisher.video({ dtsMs: 2_000 + tag.timestampMs, ctsMs: 0, isKey: false, data: video.data });
  }
  publisher.audio({ ptsMs: 3_000, data: Buffer.from('x') });
  expect(tracks.map((given) => given.audio?.codec)).toEqual([undefined, 'aac']);
  expect(calls.at(-1)).toBe('audio');
});

test('the host is warned once about key frames that are far apart and about B-frames', () => {
  const { publish, events } = stage();
  play(publish(), { durationMs: 12_000, keyEveryMs: 5_000, ctsOf: (n) => (n % 3) * 66 });
  expect(kinds(events).sort()).toEqual(['started', 'warning b_frames', 'warning gop_too_long']);
});

test('a constant composition offset is not taken for B-frames', () => {
  const { publish, events } = stage();
  play(publish(), { ctsOf: () => 66 });
  expect(kinds(events)).toEqual(['started']);
});

test('an encoder without a picture is warned about, and one that falls silent is sent away', () => {
  const { stream, publish, events, kicked } = stage();
  publish().setAudio('aac', Buffer.from('1210', 'hex'));
  stream.check(Date.now() + 6_000);
  expect(events[0]).toMatchObject({ kind: 'warning', reason: 'no_video' });
  stream.check(Date.now() + 16_000);
  expect(kicked).toEqual(['no media for 15 s']);
});

test('a flood of media for seconds on end is cut off before it fills the memory', () => {
  const { stream, publish, events, kicked } = stage();
  const publisher = publish();
  play(publisher);
  const frame = Buffer.concat([Buffer.from([0, 0x30, 0, 0, 0x41]), Buffer.alloc(0x30_0000 - 1)]);
  for (let second = 0; second < 3; second++) {
    for (let i = 0; i < 4; i++) publisher.video({ dtsMs: 1_600 + second * 400 + i * 40, ctsMs: 0, isKey: false, data: frame });
    stream.check(Date.now());
  }
  expect(kinds(events)).toContain('warning bitrate_too_high');
  expect(kicked).toEqual(['bitrate too high']);
});

test('what a replaced publisher still sends reaches nobody', () => {
  const { publish, calls, kicked, events } = stage();
  const first = publish();
  play(first);
  const second = publish();
  play(second);
  const before = calls.length;
  play(first);
  first.close('late');
  expect(calls.length).toBe(before);
  expect(kicked).toEqual(['replaced by a newer publisher']);
  expect(kinds(events)).toEqual(['started', 'interrupted', 'resumed']);
});

test('a publisher that does not come back ends the stream after the grace time, one that never showed anything leaves no trace', async () => {
  const gone = stage(10);
  const publisher = gone.publish();
  play(publisher);
  publisher.close('connection lost');
  await until(() => gone.calls.at(-1) === 'end');
  expect(kinds(gone.events)).toEqual(['started', 'interrupted', 'ended']);
  const never = stage(10);
  never.publish().close('connection lost');
  await until(() => never.calls.at(-1) === 'end');
  expect(never.events).toEqual([]);
});

test('pictures of another size begin anew on their own first key frame', () => {
  const { publish, calls, tracks } = stage();
  const publisher = publish();
  play(publisher);
  const sps = Buffer.from('6742c01ed900a02ff97011000003000100000300320f162e48', 'hex');
  publisher.setVideo(
    Buffer.concat([Buffer.from([1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, sps.length]), sps, Buffer.from('01000468cb8cb2', 'hex')]),
  );
  const frame = (type: number): Buffer => Buffer.from([0, 0, 0, 2, type, 1]);
  const before = calls.length;
  publisher.video({ dtsMs: 1_540, ctsMs: 0, isKey: false, data: frame(0x41) });
  expect(calls.length).toBe(before);
  publisher.video({ dtsMs: 1_580, ctsMs: 0, isKey: false, data: frame(0x65) });
  expect(calls.slice(before)[0]).toBe('begin again');
  expect([tracks[1]?.video.width, tracks[1]?.video.height]).toEqual([640, 360]);
});

test('frames that are not what they claim cut the publisher off', () => {
  const { publish } = stage();
  const publisher = publish();
  play(publisher);
  expect(() => publisher.video({ dtsMs: 2_000, ctsMs: 0, isKey: true, data: Buffer.from('not a length') })).toThrow(
    'longer than its access unit',
  );
  expect(() => publisher.setVideo(Buffer.from('garbage'))).toThrow('configuration record');
  expect(() => publisher.setAudio('aac', Buffer.from('ff'))).toThrow('AAC');
});
