/** A jump further than this is a new clock at the encoder, not a late packet. */
const JUMP_MS = 5_000;
const FRAME_MS = 33;

/**
 * Lays the timestamps of one publisher after another onto the one line of a stream, which starts at 0 and only
 * goes forward. Video leads: when its clock jumps, the line is joined anew; sound that is far from the picture is left out.
 */
export class Timeline {
  #offsetMs: number | null = null;
  #lastVideoMs = -1;
  #lastAudioMs = -1;
  #frameMs = FRAME_MS;

  /** A new publisher begins: its first key frame goes right behind what was sent so far. */
  restart(): void {
    this.#offsetMs = null;
  }

  get endMs(): number {
    return Math.max(this.#lastVideoMs, this.#lastAudioMs);
  }

  video(dtsMs: number): number {
    if (this.#offsetMs === null || Math.abs(dtsMs + this.#offsetMs - this.#lastVideoMs) > JUMP_MS) {
      this.#offsetMs = this.#nextMs() - dtsMs;
    }
    const placedMs = Math.max(this.#lastVideoMs + 1, dtsMs + this.#offsetMs);
    const stepMs = placedMs - this.#lastVideoMs;
    if (this.#lastVideoMs >= 0 && stepMs <= 200) this.#frameMs = stepMs;
    this.#lastVideoMs = placedMs;
    return placedMs;
  }

  /** Null when the sample has no place on the line. */
  audio(ptsMs: number): number | null {
    if (this.#offsetMs === null) return null;
    const placedMs = ptsMs + this.#offsetMs;
    if (placedMs < 0 || placedMs < this.#lastAudioMs || Math.abs(placedMs - this.#lastVideoMs) > JUMP_MS) return null;
    this.#lastAudioMs = placedMs;
    return placedMs;
  }

  #nextMs(): number {
    return this.#lastVideoMs < 0 ? 0 : Math.max(this.#lastVideoMs + this.#frameMs, this.#lastAudioMs + 1);
  }
}
