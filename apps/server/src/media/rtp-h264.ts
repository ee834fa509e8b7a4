export type RtpVideoPacket = { timestamp: number; isMarker: boolean; payload: Buffer };
export type AccessUnit = { timestamp: number; nals: Buffer[] };

const SINGLE_MAX = 23;
const STAP_A = 24;
const FU_A = 28;
const UNIT_BYTES_MAX = 4 * 1024 * 1024;

/** Puts H.264 pictures together from RTP payloads (RFC 6184: single units, STAP-A, FU-A) that come in order. */
export class H264Depacketizer {
  #nals: Buffer[] = [];
  #pieces: Buffer[] | null = null;
  #timestamp: number | null = null;
  #bytes = 0;
  #isDamaged = false;

  /** Returns the pictures this packet completes. A picture with a hole in it is left out. */
  push(packet: RtpVideoPacket, isAfterLoss: boolean): AccessUnit[] {
    const units: AccessUnit[] = [];
    if (this.#timestamp !== null && packet.timestamp !== this.#timestamp) this.#finish(units);
    this.#timestamp = packet.timestamp;
    if (isAfterLoss) this.#isDamaged = true;
    this.#take(packet.payload);
    if (packet.isMarker) this.#finish(units);
    return units;
  }

  #take(payload: Buffer): void {
    const first = payload[0];
    if (first === undefined) return;
    this.#bytes += payload.length;
    if (this.#bytes > UNIT_BYTES_MAX) {
      this.#isDamaged = true;
      return;
    }
    const type = first & 31;
    if (type >= 1 && type <= SINGLE_MAX) this.#nals.push(payload);
    else if (type === STAP_A) this.#takeAggregate(payload);
    else if (type === FU_A) this.#takePiece(payload, first);
  }

  #takeAggregate(payload: Buffer): void {
    for (let at = 1; at + 2 <= payload.length;) {
      const length = payload.readUInt16BE(at);
      if (length === 0 || at + 2 + length > payload.length) {
        this.#isDamaged = true;
        return;
      }
      this.#nals.push(payload.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }

  #takePiece(payload: Buffer, first: number): void {
    const head = payload[1];
    if (head === undefined || payload.length < 3) return;
    if ((head & 0x80) !== 0) this.#pieces = [Buffer.from([(first & 0xe0) | (head & 31)])];
    if (this.#pieces === null) {
      this.#isDamaged = true;
      return;
    }
    this.#pieces.push(payload.subarray(2));
    if ((head & 0x40) === 0) return;
    this.#nals.push(Buffer.concat(this.#pieces));
    this.#pieces = null;
  }

  #finish(units: AccessUnit[]): void {
    if (this.#nals.length > 0 && !this.#isDamaged && this.#pieces === null && this.#timestamp !== null)
      units.push({ timestamp: this.#timestamp, nals: this.#nals });
    this.#nals = [];
    this.#pieces = null;
    this.#timestamp = null;
    this.#bytes = 0;
    this.#isDamaged = false;
  }
}

/** Turns a wrapping 32-bit RTP clock into milliseconds since the first packet, placed where that packet arrived. */
export class RtpClock {
  readonly #hz: number;
  #last: number | null = null;
  #elapsed = 0;
  #startMs = 0;

  constructor(hz: number) {
    this.#hz = hz;
  }

  toMs(timestamp: number, arrivedAtMs: number): number {
    if (this.#last === null) this.#startMs = arrivedAtMs;
    else this.#elapsed += (timestamp - this.#last) | 0;
    this.#last = timestamp;
    return Math.max(0, Math.round(this.#startMs + (this.#elapsed * 1000) / this.#hz));
  }
}
