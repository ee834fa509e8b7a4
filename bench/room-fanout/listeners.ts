/** What thousands of sockets heard in the rooms of one server, checked entry by entry. */
export interface Heard {
  /** Entries that reached a socket, and how long after they were said; in milliseconds, the last bucket is all above. */
  readonly chatDelays: number[];
  readonly stateDelays: number[];
  /** Entries that were left out of a flooded room and said to be. */
  readonly skipped: number;
  /** Breaks of the order: an entry missing, twice, or before its turn. */
  readonly wrong: readonly string[];
}

/** One message of a server, understood once for all who get the same bytes. */
export interface Message {
  readonly room: number;
  readonly entries: readonly { readonly seq: number; readonly isState: boolean; readonly saidAt: number | null }[];
  readonly head: number;
  readonly skipped: number;
}

const delayMax = 60_000;
/** Different messages that may be under way to different sockets at the same time. */
const rememberedMax = 64;

/** Everybody in a room gets the same bytes: they are parsed once, and compared for all others. */
export function createRecogniser(parse: (text: string) => Message | undefined) {
  const remembered: { bytes: Buffer; message: Message }[] = [];
  return (buffer: Buffer, start: number, end: number): Message | undefined => {
    for (let i = remembered.length - 1; i >= 0; i--) {
      const known = remembered[i];
      if (known !== undefined && known.bytes.length === end - start && known.bytes.compare(buffer, start, end) === 0) return known.message;
    }
    const message = parse(buffer.toString('utf8', start, end));
    if (message === undefined) return undefined;
    remembered.push({ bytes: Buffer.from(buffer.subarray(start, end)), message });
    if (remembered.length > rememberedMax) remembered.shift();
    return message;
  };
}

/** What each socket has heard of each room, by number. */
export function createListeners(count: number, roomCount: number) {
  const heads = new Int32Array(count * roomCount).fill(-1);
  const starts = new Int32Array(count * roomCount).fill(-1);
  const states = Array.from({ length: roomCount }, () => new Int32Array(count));
  const sums = Array.from({ length: roomCount }, () => new Float64Array(count));
  let chat = new Uint32Array(delayMax + 1);
  let state = new Uint32Array(delayMax + 1);
  let skipped = 0;
  const wrong: string[] = [];

  return {
    /** A socket starts to listen here: what follows has to follow this. Starting again excuses nothing that was missed. */
    startAt(socket: number, room: number, head: number): void {
      const at = socket * roomCount + room;
      heads[at] = head;
      if ((starts[at] ?? -1) < 0) starts[at] = head;
    },
    headOf: (socket: number, room: number): number => heads[socket * roomCount + room] ?? -1,
    hear(socket: number, { room, entries, head, skipped: left }: Message, now: number): void {
      const at = socket * roomCount + room;
      const before = heads[at] ?? -1;
      heads[at] = head;
      skipped += left;
      if (entries.length + left !== head - before && wrong.length < 20)
        wrong.push(`socket ${socket}: ${entries.length} entries and ${left} left out between ${before} and ${head}`);
      let last = before;
      for (const { seq, isState, saidAt } of entries) {
        if ((seq <= last || seq > head) && wrong.length < 20) wrong.push(`socket ${socket}: entry ${seq} after ${last}`);
        last = seq;
        if (isState) {
          add(states[room], socket, 1);
          add(sums[room], socket, seq);
        }
        if (saidAt !== null) add(isState ? state : chat, Math.min(delayMax, Math.max(0, now - saidAt)), 1);
      }
    },
    /** The socket that is furthest behind. */
    lowestHead(room: number): number {
      let lowest = Infinity;
      for (let i = room; i < heads.length; i += roomCount) lowest = Math.min(lowest, heads[i] ?? -1);
      return lowest;
    },
    /** Whether every socket heard exactly those of these state entries that came after it did: as many, adding up to the same. */
    checkStates(room: number, seqs: readonly number[]): string[] {
      const expected = new Map<number, { count: number; sum: number }>();
      let off = 0;
      for (let i = 0; i < count; i++) {
        const start = starts[i * roomCount + room] ?? -1;
        const after = expected.get(start) ?? countAfter(seqs, start);
        expected.set(start, after);
        if (states[room]?.[i] !== after.count || sums[room]?.[i] !== after.sum) off++;
      }
      return off === 0 ? [] : [`${off} sockets did not hear each of ${seqs.length} state entries once`];
    },
    /** What was heard since the last time this was asked. */
    take(): Heard {
      const heard = { chatDelays: sparse(chat), stateDelays: sparse(state), skipped, wrong: wrong.splice(0) };
      chat = new Uint32Array(delayMax + 1);
      state = new Uint32Array(delayMax + 1);
      skipped = 0;
      return heard;
    },
  };
}

function countAfter(seqs: readonly number[], start: number): { count: number; sum: number } {
  const after = seqs.filter((seq) => seq > start);
  return { count: after.length, sum: after.reduce((total, seq) => total + seq, 0) };
}

function add(to: Int32Array | Uint32Array | Float64Array | undefined, at: number, amount: number): void {
  if (to !== undefined) to[at] = (to[at] ?? 0) + amount;
}

/** Pairs of delay and count, one after the other: few of the buckets are ever used. */
function sparse(buckets: Uint32Array): number[] {
  const pairs: number[] = [];
  for (const [delay, count] of buckets.entries()) if (count > 0) pairs.push(delay, count);
  return pairs;
}
