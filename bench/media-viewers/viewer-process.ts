/** A process full of viewers of one live picture over HTTP-FLV, each of which looks at every picture it gets. */
import net from 'node:net';
import { answerCalls } from '../calls.ts';

const tagHeadBytes = 11;
const videoTag = 9;
const openingMax = 100;
/** Every socket of the process reads into this one; a read is over before the next begins. */
const shared = Buffer.allocUnsafe(1024 * 1024);

export interface Seats {
  readonly port: number;
  readonly path: string;
  readonly count: number;
  /** When the picture with timestamp 0 was sent. */
  readonly startedAt: number;
}
export interface Seen {
  /** Viewers whose connection is gone. */
  readonly closed: number;
  /** Pictures that did not come, came twice or came before their turn. */
  readonly wrong: readonly string[];
  readonly bytes: number;
  readonly reads: number;
  readonly pictures: number;
  /** How long after it was sent the newest picture of each viewer came, and how far the one furthest behind is from now. */
  readonly delaysMs: readonly number[];
  readonly furthestBehindMs: number;
}

interface Viewer {
  first: number;
  last: number;
  pictures: number;
  delayMs: number;
  isClosed: boolean;
}

const viewers: Viewer[] = [];
/** Timestamps of all pictures anybody has seen, and which number each is. */
const numbers = new Map<number, number>();
let newest = -1;
let bytes = 0;
let pictures = 0;
let reads = 0;
let startedAt = 0;
let wrong: string[] = [];

function seePicture(viewer: Viewer, timestampMs: number, now: number): void {
  if (timestampMs > newest) {
    newest = timestampMs;
    numbers.set(timestampMs, numbers.size);
  }
  const number = numbers.get(timestampMs);
  const before = numbers.get(viewer.last);
  if (number === undefined || (viewer.pictures > 0 && number !== (before ?? NaN) + 1))
    wrong.push(`picture ${timestampMs} came after ${viewer.last}`);
  if (viewer.pictures === 0) viewer.first = timestampMs;
  viewer.last = timestampMs;
  viewer.pictures++;
  viewer.delayMs = now - startedAt - timestampMs;
  pictures++;
}

function watch({ port, path }: Seats): Promise<void> {
  const viewer: Viewer = { first: -1, last: -1, pictures: 0, delayMs: 0, isClosed: false };
  viewers.push(viewer);
  return new Promise((resolve, reject) => {
    let held: Buffer | null = null;
    let hasBody = false;
    /** Bytes to pass over: the file's header, what is in a tag, and the back pointer after it. */
    let skip = 0;
    const take = (count: number) => {
      bytes += count;
      reads++;
      const buffer: Buffer = held === null ? shared : Buffer.concat([held, shared.subarray(0, count)]);
      const end = held === null ? count : buffer.length;
      let at = 0;
      if (!hasBody) {
        const headEnd = buffer.subarray(0, end).indexOf('\r\n\r\n');
        if (headEnd >= 0) {
          if (!buffer.toString('latin1', 0, 12).endsWith(' 200')) return reject(new Error(buffer.toString('latin1', 0, 40)));
          hasBody = true;
          at = headEnd + 4;
          skip = 13;
          resolve();
        }
      }
      const now = Date.now();
      while (hasBody) {
        const passed = Math.min(skip, end - at);
        at += passed;
        skip -= passed;
        if (skip > 0 || end - at < tagHeadBytes + 2) break;
        const length = buffer.readUIntBE(at + 1, 3);
        const isPicture = buffer[at] === videoTag && buffer[at + tagHeadBytes + 1] === 1;
        if (isPicture) seePicture(viewer, buffer.readUIntBE(at + 4, 3) + (buffer[at + 7] ?? 0) * 0x1000000, now);
        skip = tagHeadBytes + length + 4;
      }
      held = at < end ? Buffer.from(buffer.subarray(at, end)) : null;
    };
    const socket = net.connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback: (count) => {
          take(count);
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.on('close', () => {
      viewer.isClosed = true;
      reject(new Error('the server hung up'));
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  });
}

const calls = {
  async open(seats: Seats): Promise<void> {
    startedAt = seats.startedAt;
    let next = 0;
    const openSome = async () => {
      while (next++ < seats.count) await watch(seats);
    };
    await Promise.all(Array.from({ length: openingMax }, openSome));
  },
  /** What was seen since this was asked last. */
  async take(): Promise<Seen> {
    const now = Date.now() - startedAt;
    const seen: Seen = {
      closed: viewers.filter(({ isClosed }) => isClosed).length,
      wrong: wrong.slice(0, 10),
      bytes,
      reads,
      pictures,
      delaysMs: viewers.map(({ delayMs }) => delayMs),
      furthestBehindMs: Math.max(...viewers.map(({ last }) => now - last)),
    };
    bytes = reads = pictures = 0;
    wrong = [];
    return seen;
  },
};
export type ViewerCalls = typeof calls;

answerCalls(calls);
