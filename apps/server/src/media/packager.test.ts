import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxes, children, firstTimes, readFragmentInfo, rebase } from './fmp4.ts';
import { LlHls } from './llhls.ts';
import { Packager } from './packager.ts';
import type { Init, Part, Segment, SegmentSink } from './packager.ts';
import { FLV_TAG, parseAudioPayload, parseVideoPayload } from './flv.ts';
import { loopTags, readMediaLoop } from './media-loop.ts';
import type { TrackSet } from './tracks.ts';

const loop = readMediaLoop();
const config = (type: number): Buffer =>
  loop.configs.find((tag) => tag.type === type)?.payload.subarray(type === FLV_TAG.video ? 5 : 2) ?? Buffer.alloc(0);
const TRACKS: TrackSet = {
  video: { codec: 'h264', config: config(FLV_TAG.video), width: 320, height: 180 },
  audio: { codec: 'aac', config: config(FLV_TAG.audio), sampleRate: 44_100, channels: 1 },
};

type Kept = SegmentSink & { segments: Segment[]; inits: Set<Init>; parts: Part[]; isEnded: boolean };
function keep(): Kept {
  const kept: Kept = {
    segments: [],
    inits: new Set(),
    parts: [],
    isEnded: false,
    onPart: (segment, part) => {
      kept.inits.add(segment.init);
      kept.parts.push(part);
    },
    onSegmentDone: (segment) => void kept.segments.push(segment),
    onEnd: () => {
      kept.isEnded = true;
    },
  };
  return kept;
}

function playLoop(packager: Packager, durationMs: number, startMs = 0): void {
  for (const tag of loopTags(loop, startMs)) {
    if (tag.timestampMs >= startMs + durationMs) return;
    if (tag.type === FLV_TAG.video) {
      const frame = parseVideoPayload(tag.payload);
      if (frame.kind === 'frame') packager.video({ dtsMs: tag.timestampMs, ctsMs: frame.ctsMs, isKey: frame.isKey, data: frame.data });
    } else {
      const frame = parseAudioPayload(tag.payload);
      if (frame.kind === 'frame') packager.audio({ ptsMs: tag.timestampMs, data: frame.data });
    }
  }
}

test('an init segment has the boxes a player needs, with size, clock and codec of both tracks', () => {
  const kept = keep();
  const packager = new Packager({ sinks: [kept] });
  packager.begin(TRACKS, false);
  playLoop(packager, 1_000);
  packager.end();
  const bytes = [...kept.inits][0]?.bytes ?? Buffer.alloc(0);
  const [ftyp, moov] = boxes(bytes, 0, bytes.length);
  expect([ftyp?.type, moov?.type]).toEqual(['ftyp', 'moov']);
  if (moov === undefined) throw new Error('moov expected');
  expect(children(bytes, moov).map((box) => box.type)).toEqual(['mvhd', 'trak', 'trak', 'mvex']);
  for (const name of ['avc1', 'avcC', 'mp4a', 'esds', 'trex']) expect(bytes.includes(name)).toBe(true);
  expect(bytes.readUInt32BE(bytes.indexOf('tkhd') + 80)).toBe(320 * 65_536);
});

test('every fragment joins the one before: times add up, data offsets point at the data, no byte of media is lost', () => {
  const kept = keep();
  const packager = new Packager({ sinks: [kept] });
  packager.begin(TRACKS, false);
  playLoop(packager, 6_000);
  packager.end();
  let videoTime = firstTimes(kept.parts[0]?.bytes ?? Buffer.alloc(0)).get(1);
  let audioTime: bigint | undefined;
  let mediaBytes = 0;
  for (const { bytes } of kept.parts) {
    const info = readFragmentInfo(bytes);
    expect(info.baseTime.get(1)).toBe(videoTime);
    videoTime = (videoTime ?? 0n) + BigInt(info.duration.get(1) ?? 0);
    audioTime ??= info.baseTime.get(2);
    expect(info.baseTime.get(2) ?? audioTime).toBe(audioTime);
    audioTime = audioTime === undefined ? undefined : audioTime + BigInt(info.duration.get(2) ?? 0);
    const [moof, mdat] = boxes(bytes, 0, bytes.length);
    expect([moof?.type, mdat?.type]).toEqual(['moof', 'mdat']);
    expect(bytes.readInt32BE(bytes.indexOf('trun') + 12)).toBe((moof?.length ?? 0) + 8);
    mediaBytes += (mdat?.length ?? 8) - 8;
  }
  let sentBytes = 0;
  for (const tag of loopTags(loop)) {
    if (tag.timestampMs >= 6_000) break;
    if (!loop.configs.some((one) => one.payload === tag.payload)) sentBytes += tag.payload.length - (tag.type === FLV_TAG.video ? 5 : 2);
  }
  // Sound from before the first picture is the only thing left out.
  expect(sentBytes - mediaBytes).toBeGreaterThanOrEqual(0);
  expect(sentBytes - mediaBytes).toBeLessThan(400);
});

test('whatever the frame rate and key frames, parts keep to their length, segments begin on key frames and numbers go up by one', () => {
  const run = fc.record({
    frameMs: fc.integer({ min: 8, max: 150 }),
    group: fc.integer({ min: 1, max: 90 }),
    frames: fc.integer({ min: 2, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
      const kept = keep();
      const packager = new Packager({ sinks: [kept] });
      let dtsMs = 0;
      let durationMs = 0;
      for (const [i, { frameMs, group, frames }] of runs.entries()) {
        packager.begin({ ...TRACKS, audio: null }, i > 0);
        for (let n = 0; n < frames; n++)
          packager.video({ dtsMs: dtsMs + n * frameMs, ctsMs: 0, isKey: n % group === 0, data: Buffer.from([n & 255]) });
        dtsMs += frames * frameMs + 500;
        durationMs += frames * frameMs;
        packager.pause();
      }
      packager.end();
      expect(kept.segments.map((segment) => segment.number)).toEqual(kept.segments.map((_, i) => i));
      for (const segment of kept.segments) {
        expect(segment.isKey || segment.startTicks > 0).toBe(true);
        expect(segment.durationTicks).toBe(segment.parts.reduce((sum, part) => sum + part.durationTicks, 0));
        for (const part of segment.parts) expect(part.durationTicks).toBeLessThanOrEqual(300 * 90);
      }
      expect(kept.segments.filter((segment) => segment.isDiscontinuity).length).toBe(runs.length - 1);
      expect(kept.segments.reduce((sum, segment) => sum + segment.durationTicks, 0)).toBe(durationMs * 90);
    }),
    { numRuns: 60 },
  );
});

test('a picture group without end is cut at the limit, and the rest says that it cannot be started from', () => {
  const kept = keep();
  const packager = new Packager({ sinks: [kept] });
  packager.begin({ ...TRACKS, audio: null }, false);
  for (let n = 0; n < 900; n++) packager.video({ dtsMs: n * 33, ctsMs: 0, isKey: n === 0, data: Buffer.from([1]) });
  packager.end();
  expect(kept.segments.map((segment) => segment.isKey)).toEqual([true, false, false]);
});

test('fragments moved back in time keep their length and everything but the time', () => {
  const kept = keep();
  const packager = new Packager({ sinks: [kept] });
  packager.begin(TRACKS, false);
  playLoop(packager, 3_000);
  packager.end();
  const second = Buffer.concat((kept.segments[2]?.parts ?? []).map((part) => part.bytes));
  const moved = Buffer.from(second);
  const start = firstTimes(second).get(1) ?? 0n;
  expect(start).toBeGreaterThan(180_000n);
  rebase(
    moved,
    new Map([
      [1, start],
      [2, (start * 44_100n) / 90_000n],
    ]),
  );
  expect(moved.length).toBe(second.length);
  expect(firstTimes(moved).get(1)).toBe(0n);
  expect(Number(firstTimes(moved).get(2))).toBeLessThan(2_000);
  let changed = 0;
  for (let i = 0; i < moved.length; i++) if (moved[i] !== second[i]) changed += 1;
  expect(changed).toBeLessThanOrEqual(kept.segments.length * 16 * 8);
});

test('at any moment the playlist is sound: numbers grow, parts fit the target, the seam of a removed segment is counted', async () => {
  const hls = new LlHls();
  let [lastFirst, lastLast] = [-1, -1];
  const seen: string[] = [];
  const packager = new Packager({
    sinks: [hls, { onEnd() {}, onSegmentDone() {}, onPart: () => void hls.playlist('q=1', null).then((text) => seen.push(text ?? '')) }],
  });
  for (let round = 0; round < 4; round++) {
    packager.begin(TRACKS, round > 0);
    playLoop(packager, 8_000, round * 8_100);
    await Promise.resolve();
  }
  packager.end();
  await hls.playlist('q=1', null).then((text) => seen.push(text ?? ''));
  expect(seen.length).toBeGreaterThan(100);
  for (const text of seen) {
    const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
    const first = number(/MEDIA-SEQUENCE:(\d+)/);
    const listed = [...text.matchAll(/^s(\d+)\.m4s\?q=1$/gm)].map((match) => Number(match[1]));
    expect(listed).toEqual(listed.map((_, i) => first + i));
    expect(first).toBeGreaterThanOrEqual(lastFirst);
    expect(listed.at(-1) ?? lastLast).toBeGreaterThanOrEqual(lastLast);
    [lastFirst, lastLast] = [first, listed.at(-1) ?? lastLast];
    for (const match of text.matchAll(/EXTINF:([\d.]+)/g))
      expect(Math.round(Number(match[1]))).toBeLessThanOrEqual(number(/TARGETDURATION:(\d+)/));
    for (const match of text.matchAll(/PART:DURATION=([\d.]+)/g))
      expect(Number(match[1])).toBeLessThanOrEqual(number(/PART-TARGET=([\d.]+)/) + 0.001);
    expect(text.indexOf('#EXT-X-MAP')).toBeLessThan(text.indexOf('#EXT-X-PART:'));
    const seams = (text.match(/^#EXT-X-DISCONTINUITY$/gm) ?? []).length + number(/DISCONTINUITY-SEQUENCE:(\d+)/);
    expect(seams).toBeLessThanOrEqual(3);
  }
  expect(seen.at(-1)).toContain('#EXT-X-ENDLIST');
  expect(
    (seen.at(-1)?.match(/^#EXT-X-DISCONTINUITY$/gm) ?? []).length + Number(/DISCONTINUITY-SEQUENCE:(\d+)/.exec(seen.at(-1) ?? '')?.[1]),
  ).toBe(3);
});
