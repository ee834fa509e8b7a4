import { randomBytes } from 'node:crypto';
import { open, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { VIDEO_HZ } from './fmp4.ts';
import type { MediaLog } from './log.ts';
import type { Part, Segment, SegmentSink } from './packager.ts';
import { endLine, headLine, initLine, recordingPaths, segmentLine } from './recording-index.ts';
import type { IndexedSegment, RecordedEvent } from './recording-index.ts';
import { recoverRecording } from './recovery.ts';

export type RecorderOptions = {
  dir: string;
  sessionId: string;
  /** Recording stops while at least so much of the disk is still free for the rest of the shop. */
  freeMinBytes: number;
  log: MediaLog;
  onRecorded(event: RecordedEvent): void;
  /** The recording cannot go on; the stream does. */
  onStopped(reason: string): void;
};

/** A disk that takes more than this behind the live edge is too slow; memory must not make up for it. */
const QUEUE_MAX_BYTES = 64 * 1024 * 1024;
const FREE_CHECK_EVERY_MS = 5_000;

type Write = { target: 'media' | 'index'; bytes: Buffer };

/**
 * Records one live stream as a growing fMP4 and an index. Fragments go to the file as they are made, so that even after
 * a kill everything up to the last part is readable. Whatever the disk does, the stream never waits for it.
 */
export class Recorder implements SegmentSink {
  readonly recordingId = newRecordingId();
  readonly #options: RecorderOptions;
  readonly #queue: Write[] = [];
  #queuedBytes = 0;
  #drain: Promise<void> = Promise.resolve();
  #isWriting = false;
  #media: FileHandle | null = null;
  #index: FileHandle | null = null;
  #startedAt: number | null = null;
  #initId = -1;
  #length = 0;
  #baseTicks: number | null = null;
  #segmentAt = 0;
  #recordedTicks = 0;
  #freeCheckedAt = 0;
  #isStopped = false;
  #hasFailed = false;
  #done: Promise<void> | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves when everything is on disk and reported. */
  get done(): Promise<void> {
    return this.#done ?? Promise.resolve();
  }

  onPart(segment: Segment, part: Part): void {
    if (this.#isStopped) return;
    if (this.#startedAt === null) this.#start(segment);
    if (segment.init.id !== this.#initId) {
      this.#initId = segment.init.id;
      this.#push('media', segment.init.bytes);
      this.#push('index', Buffer.from(initLine({ at: this.#length, length: segment.init.bytes.length })));
      this.#length += segment.init.bytes.length;
    }
    if (segment.parts[0] === part) this.#segmentAt = this.#length;
    this.#push('media', part.bytes);
    this.#length += part.bytes.length;
  }

  onSegmentDone(segment: Segment): void {
    // A segment that began before the recorder stopped or started is not whole in the file.
    if (this.#isStopped || this.#startedAt === null) return;
    this.#baseTicks ??= segment.startTicks;
    const indexed: IndexedSegment = {
      at: this.#segmentAt,
      length: this.#length - this.#segmentAt,
      startTicks: segment.startTicks - this.#baseTicks,
      durationTicks: segment.durationTicks,
      wallMs: segment.startedAt,
      isKey: segment.isKey,
      isDiscontinuity: segment.isDiscontinuity,
      init: this.#initId,
    };
    this.#push('index', Buffer.from(segmentLine(indexed)));
    this.#recordedTicks += segment.durationTicks;
    if (Date.now() - this.#freeCheckedAt < FREE_CHECK_EVERY_MS) return;
    this.#freeCheckedAt = Date.now();
    void this.#checkFree();
  }

  onEnd(): void {
    if (this.#isStopped || this.#startedAt === null) return;
    this.#push('index', Buffer.from(endLine(Date.now())));
    this.#isStopped = true;
    this.#finish();
  }

  #start(segment: Segment): void {
    this.#startedAt = segment.startedAt;
    const { sessionId } = this.#options;
    this.#push('index', Buffer.from(headLine({ v: 1, recordingId: this.recordingId, sessionId, startedAt: segment.startedAt })));
  }

  #push(target: Write['target'], bytes: Buffer): void {
    if (this.#isStopped) return;
    this.#queue.push({ target, bytes });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > QUEUE_MAX_BYTES) return this.#stop('the disk is too slow for the recording');
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#drain = this.#write();
  }

  async #write(): Promise<void> {
    try {
      const paths = recordingPaths(this.#options.dir, this.recordingId);
      this.#index ??= await open(paths.index, 'a');
      this.#media ??= await open(paths.media, 'a');
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const handle = next.target === 'media' ? this.#media : this.#index;
        await handle.appendFile(next.bytes);
        this.#queuedBytes -= next.bytes.length;
      }
      // In the same turn as the queue was seen empty: what is pushed next starts a new round.
      this.#isWriting = false;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.#isWriting = false;
      this.#stop(
        code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : `the recording cannot be written (${code ?? String(error)})`,
      );
    }
  }

  async #checkFree(): Promise<void> {
    const disk = await statfs(this.#options.dir).catch(() => null);
    if (disk !== null && disk.bavail * disk.bsize < this.#options.freeMinBytes) this.#stop('the disk is almost full', true);
  }

  #stop(reason: string, isWritable = false): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#hasFailed = true;
    // Only a disk that still takes bytes gets those that wait.
    if (!isWritable) this.#queue.length = 0;
    this.#options.log.error('recording stopped', { sessionId: this.#options.sessionId, recordingId: this.recordingId, reason });
    this.#options.onStopped(reason);
    this.#finish();
  }

  #finish(): void {
    this.#done ??= this.#settle().catch((error: unknown) =>
      this.#options.log.error('recording not closed', { recordingId: this.recordingId, error: String(error) }),
    );
  }

  async #settle(): Promise<void> {
    await this.#drain;
    await this.#media?.sync().catch(() => {});
    await this.#media?.close();
    await this.#index?.close();
    if (this.#hasFailed) {
      // What did reach the disk is brought into order and counted as after a crash.
      const event = await recoverRecording(this.#options.dir, this.recordingId);
      if (event !== null) this.#options.onRecorded(event);
      return;
    }
    if (this.#recordedTicks === 0 || this.#startedAt === null) return;
    this.#options.onRecorded({
      sessionId: this.#options.sessionId,
      recordingId: this.recordingId,
      file: `${this.recordingId}.mp4`,
      bytes: this.#length,
      durationMs: Math.round((this.#recordedTicks * 1000) / VIDEO_HZ),
      startedAt: new Date(this.#startedAt).toISOString(),
    });
  }
}

/** Sorts by time: 9 digits of base 36 milliseconds, then chance. */
function newRecordingId(): string {
  return `rec_${Date.now().toString(36).padStart(9, '0')}${randomBytes(8).toString('hex')}`;
}
