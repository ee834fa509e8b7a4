/**
 * How servers on one database tell each other that topics have grown. Best effort: a wake that is lost is found by the
 * gateway's own look at the heads a moment later, so no adapter needs to promise delivery.
 */
export interface Wakes {
  publish(heads: ReadonlyMap<string, number>): Promise<void>;
  /** Hears what other servers publish, never what this one does. Called once. */
  subscribe(listener: (topic: string, head: number) => void): Promise<void>;
  close(): Promise<void>;
}

/** Servers of one process, or a server that is alone. */
export function createMemoryWakes(bus: Set<{ hear: (topic: string, head: number) => void }> = new Set()): Wakes {
  let self: { hear: (topic: string, head: number) => void } | undefined;
  return {
    async publish(heads) {
      for (const other of bus) if (other !== self) for (const [topic, head] of heads) other.hear(topic, head);
    },
    async subscribe(hear) {
      self = { hear };
      bus.add(self);
    },
    async close() {
      if (self !== undefined) bus.delete(self);
    },
  };
}

/** The text of wakes as adapters carry it, and back. Text nobody can read is no wake. */
export function wakeTexts(from: string, heads: ReadonlyMap<string, number>, bytesMax: number): string[] {
  const texts: string[] = [];
  let part: Record<string, number> = {};
  let bytes = 0;
  for (const [topic, head] of heads) {
    const size = Buffer.byteLength(topic) + 24;
    if (bytes + size > bytesMax - 100 && bytes > 0) {
      texts.push(JSON.stringify({ from, heads: part }));
      part = {};
      bytes = 0;
    }
    part[topic] = head;
    bytes += size;
  }
  if (bytes > 0) texts.push(JSON.stringify({ from, heads: part }));
  return texts;
}

export function hearWakes(self: string, text: string, listener: (topic: string, head: number) => void): void {
  try {
    const { from, heads } = JSON.parse(text) as { from: unknown; heads: Record<string, unknown> };
    if (from === self) return;
    for (const [topic, head] of Object.entries(heads)) if (typeof head === 'number') listener(topic, head);
  } catch {
    // Somebody else speaks on our channel; what matters is found by looking.
  }
}
