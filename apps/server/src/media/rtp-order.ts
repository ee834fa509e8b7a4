export type OrderedPacket<T> = { packet: T; isAfterLoss: boolean };

/** A missing packet is waited for this long: one lost packet is asked for again and comes back within a round trip or two. */
const HOLD_MS = 250;
const HELD_MAX = 512;

/** Puts RTP packets back in order. What does not come in time is given up, and the next packet says so. */
export class RtpOrder<T> {
  readonly #held = new Map<number, { packet: T; arrivedAtMs: number }>();
  #expected: number | null = null;

  push(sequence: number, packet: T, nowMs: number): OrderedPacket<T>[] {
    this.#expected ??= sequence;
    const ahead = distance(this.#expected, sequence);
    // A sender that restarted counts from somewhere else altogether.
    if (Math.abs(ahead) > 4_096) {
      this.#held.clear();
      this.#expected = (sequence + 1) & 0xffff;
      return [{ packet, isAfterLoss: true }];
    }
    if (ahead < 0) return [];
    this.#held.set(sequence, { packet, arrivedAtMs: nowMs });
    const ordered = this.#takeRun(false);
    while (this.#held.size > 0 && (this.#held.size > HELD_MAX || nowMs - this.#oldestMs() > HOLD_MS)) {
      this.#expected = this.#nearest();
      ordered.push(...this.#takeRun(true));
    }
    return ordered;
  }

  #takeRun(isAfterLoss: boolean): OrderedPacket<T>[] {
    const run: OrderedPacket<T>[] = [];
    while (this.#expected !== null) {
      const held = this.#held.get(this.#expected);
      if (held === undefined) break;
      this.#held.delete(this.#expected);
      run.push({ packet: held.packet, isAfterLoss: isAfterLoss && run.length === 0 });
      this.#expected = (this.#expected + 1) & 0xffff;
    }
    return run;
  }

  #oldestMs(): number {
    return Math.min(...[...this.#held.values()].map((held) => held.arrivedAtMs));
  }

  #nearest(): number {
    const expected = this.#expected ?? 0;
    return [...this.#held.keys()].reduce((best, sequence) => (distance(expected, sequence) < distance(expected, best) ? sequence : best));
  }
}

/** Steps from one 16-bit sequence number to another, negative when it lies behind. */
function distance(from: number, to: number): number {
  return ((to - from) << 16) >> 16;
}
