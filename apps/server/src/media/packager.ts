import { parseAudioSpecificConfig } from './aac.ts';
import { AUDIO_TRACK_ID, fragment, initSegment, VIDEO_HZ, VIDEO_TRACK_ID } from './fmp4.ts';
import type { FragmentSample } from './fmp4.ts';
import { opusPacketSamples } from './opus.ts';
import type { AudioSample, StreamOutput, TrackSet, VideoSample } from './tracks.ts';

export type Init = { id: number; bytes: Buffer };
export type Part = { bytes: Buffer; durationTicks: number; isKey: boolean };
export type Segment = {
  readonly number: number;
  readonly init: Init;
  /** Place on the stream's line, in 90 kHz ticks. */
  readonly startTicks: number;
  readonly startedAt: number;
  readonly isDiscontinuity: boolean;
  /** False only for the rest of a picture group longer than the segment limit. */
  readonly isKey: boolean;
  parts: Part[];
  durationTicks: number;
  isDone: boolean;
};
export type SegmentSink = { onPart(segment: Segment, part: Part): void; onSegmentDone(segment: Segment): void; onEnd(): void };
export type PackagerOptions = { sinks: readonly SegmentSink[]; partMs?: number; segmentMinMs?: number; segmentMaxMs?: number };

type PendingVideo = { ticks: number; sample: VideoSample };
type PendingAudio = { time: number; duration: number; data: Buffer };

const TICKS_PER_MS = VIDEO_HZ / 1000;
const FRAME_MS = 33;
/** Sound this far from where counting samples would put it is placed by its timestamp again. */
const AUDIO_DRIFT_SECONDS = 0.1;

/** Cuts a live stream into fMP4 parts and, at key frames, segments, for low-latency HLS and for the recording. */
export class Packager implements StreamOutput {
  readonly #sinks: readonly SegmentSink[];
  readonly #partTicks: number;
  readonly #segmentMinTicks: number;
  readonly #segmentMaxTicks: number;
  #tracks: TrackSet | null = null;
  #init: Init | null = null;
  #isDiscontinuityNext = false;
  #segment: Segment | null = null;
  #segmentNumber = 0;
  #sequence = 1;
  #pending: PendingVideo | null = null;
  #frameTicks = FRAME_MS * TICKS_PER_MS;
  #video: PendingVideo[] = [];
  #videoDurations: number[] = [];
  #partTicksSoFar = 0;
  #audio: PendingAudio[] = [];
  #audioNext: number | null = null;
  #aacFrameSamples = 1024;

  constructor(options: PackagerOptions) {
    this.#sinks = options.sinks;
    this.#partTicks = (options.partMs ?? 200) * TICKS_PER_MS;
    this.#segmentMinTicks = (options.segmentMinMs ?? 800) * TICKS_PER_MS;
    this.#segmentMaxTicks = (options.segmentMaxMs ?? 10_000) * TICKS_PER_MS;
  }

  begin(tracks: TrackSet, isDiscontinuity: boolean): void {
    this.pause();
    const bytes = initSegment(tracks);
    if (this.#init === null || !this.#init.bytes.equals(bytes)) this.#init = { id: (this.#init?.id ?? -1) + 1, bytes };
    this.#tracks = tracks;
    this.#isDiscontinuityNext = isDiscontinuity && this.#segmentNumber > 0;
    if (tracks.audio?.codec === 'aac') this.#aacFrameSamples = parseAudioSpecificConfig(tracks.audio.config).frameSamples;
  }

  video(sample: VideoSample): void {
    const next = { ticks: sample.dtsMs * TICKS_PER_MS, sample };
    const before = this.#pending;
    this.#pending = next;
    if (before === null) {
      if (this.#segment === null) this.#openSegment(next);
      return;
    }
    this.#frameTicks = Math.max(1, next.ticks - before.ticks);
    this.#add(before, this.#frameTicks);
    this.#cutBefore(next);
  }

  audio(sample: AudioSample): void {
    const track = this.#tracks?.audio;
    // Sound before the first picture has no segment to be in.
    if (track == null || this.#segment === null) return;
    const duration = track.codec === 'opus' ? opusPacketSamples(sample.data) : this.#aacFrameSamples;
    const wanted = Math.round((sample.ptsMs * track.sampleRate) / 1000);
    if (this.#audioNext === null || Math.abs(wanted - this.#audioNext) > track.sampleRate * AUDIO_DRIFT_SECONDS)
      this.#audioNext = Math.max(wanted, this.#audioNext ?? 0);
    this.#audio.push({ time: this.#audioNext, duration, data: sample.data });
    this.#audioNext += duration;
  }

  /** Gives out everything held back; the last picture is taken to be as long as the one before. */
  pause(): void {
    if (this.#pending !== null) this.#add(this.#pending, this.#frameTicks);
    this.#pending = null;
    this.#closePart(true);
    this.#closeSegment();
    this.#audio = [];
    this.#audioNext = null;
  }

  end(): void {
    this.pause();
    for (const sink of this.#sinks) sink.onEnd();
  }

  #add(video: PendingVideo, durationTicks: number): void {
    // A picture longer than a part, as when a camera stalls, gets a part of its own.
    if (this.#video.length > 0 && this.#partTicksSoFar + durationTicks > this.#partTicks * 1.5) this.#closePart(false);
    this.#video.push(video);
    this.#videoDurations.push(durationTicks);
    this.#partTicksSoFar += durationTicks;
    if (this.#partTicksSoFar + durationTicks / 2 > this.#partTicks) this.#closePart(false);
  }

  #cutBefore(next: PendingVideo): void {
    if (this.#segment === null) return this.#openSegment(next);
    const lengthTicks = next.ticks - this.#segment.startTicks;
    const isDue = (next.sample.isKey && lengthTicks >= this.#segmentMinTicks) || lengthTicks >= this.#segmentMaxTicks;
    if (!isDue) return;
    this.#closePart(false);
    this.#closeSegment();
    this.#openSegment(next);
  }

  #openSegment(first: PendingVideo): void {
    if (this.#init === null) return;
    this.#segment = {
      number: this.#segmentNumber++,
      init: this.#init,
      startTicks: first.ticks,
      startedAt: Date.now(),
      isDiscontinuity: this.#isDiscontinuityNext,
      isKey: first.sample.isKey,
      parts: [],
      durationTicks: 0,
      isDone: false,
    };
    this.#isDiscontinuityNext = false;
  }

  #closePart(isLast: boolean): void {
    const first = this.#video[0];
    if (first === undefined || this.#segment === null) return;
    const samples = this.#video.map(({ sample }, i): FragmentSample => ({
      data: sample.data,
      duration: this.#videoDurations[i] ?? 1,
      ctsOffset: sample.ctsMs * TICKS_PER_MS,
      isKey: sample.isKey,
    }));
    const durationTicks = this.#partTicksSoFar;
    const sound = this.#takeAudio(isLast ? Infinity : first.ticks + durationTicks);
    const bytes = fragment(this.#sequence++, [
      { trackId: VIDEO_TRACK_ID, baseTime: first.ticks, samples },
      {
        trackId: AUDIO_TRACK_ID,
        baseTime: sound[0]?.time ?? 0,
        samples: sound.map(({ data, duration }) => ({ data, duration, ctsOffset: 0, isKey: true })),
      },
    ]);
    const part: Part = { bytes, durationTicks, isKey: first.sample.isKey };
    this.#segment.parts.push(part);
    this.#segment.durationTicks += durationTicks;
    this.#video = [];
    this.#videoDurations = [];
    this.#partTicksSoFar = 0;
    for (const sink of this.#sinks) sink.onPart(this.#segment, part);
  }

  #closeSegment(): void {
    const segment = this.#segment;
    this.#segment = null;
    if (segment === null || segment.parts.length === 0) return;
    segment.isDone = true;
    for (const sink of this.#sinks) sink.onSegmentDone(segment);
  }

  /** Sound that starts before the part ends and follows without a gap, which is all one run can hold. */
  #takeAudio(endTicks: number): PendingAudio[] {
    const sampleRate = this.#tracks?.audio?.sampleRate ?? VIDEO_HZ;
    const end = endTicks === Infinity ? Infinity : Math.round((endTicks * sampleRate) / VIDEO_HZ);
    let count = 0;
    let next = this.#audio[0]?.time;
    for (const item of this.#audio) {
      if (item.time >= end || item.time !== next) break;
      next = item.time + item.duration;
      count += 1;
    }
    return this.#audio.splice(0, count);
  }
}
