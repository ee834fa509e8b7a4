import { MediaRefusal } from '../media-refusal.ts';

const BLOCK = 1536;

/**
 * The server's half of the RTMP handshake (the simple form; encoders accept it, only Flash players wanted the signed one).
 * It takes bytes as they come and never holds more than one block.
 */
export class ServerHandshake {
  #held = Buffer.alloc(1 + BLOCK);
  #got = 0;
  #wanted = 1 + BLOCK;
  #isGreeted = false;
  #isDone = false;

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Returns what to send back and the bytes that already belong to what follows the handshake. */
  read(data: Buffer): { reply: Buffer | null; rest: Buffer } {
    let reply: Buffer | null = null;
    let rest = data;
    while (!this.#isDone && rest.length > 0) {
      const count = Math.min(rest.length, this.#wanted - this.#got);
      rest.copy(this.#held, this.#got, 0, count);
      this.#got += count;
      rest = rest.subarray(count);
      if (!this.#isGreeted && this.#held[0] !== 3) throw new MediaRefusal('protocol_error', 'RTMP: version 3 expected');
      if (this.#got < this.#wanted) break;
      if (this.#isGreeted) {
        this.#isDone = true;
        this.#held = Buffer.alloc(0);
      } else {
        reply = greet(this.#held);
        this.#isGreeted = true;
        this.#got = 0;
        this.#wanted = BLOCK;
      }
    }
    return { reply, rest };
  }
}

/** What a client sends first, and what it answers once the server's greeting is complete. */
export function clientGreeting(): Buffer {
  const greeting = Buffer.alloc(1 + BLOCK);
  greeting[0] = 3;
  return greeting;
}

export const SERVER_GREETING_BYTES = 1 + BLOCK + BLOCK;

export function clientAnswer(serverGreeting: Buffer): Buffer {
  return Buffer.from(serverGreeting.subarray(1, 1 + BLOCK));
}

/** S0, S1 (our block) and S2 (an echo of the client's block). */
function greet(clientBlock: Buffer): Buffer {
  const reply = Buffer.alloc(SERVER_GREETING_BYTES);
  reply[0] = 3;
  clientBlock.copy(reply, 1 + BLOCK, 1, 1 + BLOCK);
  return reply;
}
