import { problem } from '../problem.ts';
import type { Connection } from './connection.ts';
import type { Admission, ClientMessage, LiveCaller, LiveProtocol, TopicLog } from './protocol.ts';
import { textFrame } from './text-frame.ts';
import type { Topic } from './topic.ts';

/** Further behind than this, a snapshot is quicker and shows more. */
const missedMax = 1000;
const topicsMax = 30;

interface Doorkeeper<Who extends LiveCaller> {
  readonly protocol: LiveProtocol<Who>;
  readonly topicLog: TopicLog;
  readonly load: (id: string, isSampled: boolean) => Promise<Topic>;
}
type Enter = Extract<ClientMessage, { kind: 'enter' }>;

/**
 * Lets a connection into a topic: with what it missed since its cursor, or with a snapshot. Between the last look at
 * the topic and joining it nothing is awaited, so no entry falls in between; entries that come twice are told apart by
 * their sequence.
 */
export async function enterTopic<Who extends LiveCaller>(
  keeper: Doorkeeper<Who>,
  connection: Connection<Who>,
  enter: Enter,
): Promise<void> {
  const mark = Symbol(enter.topic);
  const isWanted = () => connection.isOpen() && connection.entering.get(enter.topic) === mark;
  try {
    if (connection.members.size + connection.entering.size >= topicsMax) throw problem('too_many_requests');
    connection.entering.set(enter.topic, mark);
    const admission = await keeper.protocol.admit(connection.who, enter.topic);
    const topic = await keeper.load(enter.topic, admission.isSampled);
    const isResumed = enter.from !== undefined && (await resume(keeper, { connection, topic, isWanted, n: enter.n, from: enter.from }));
    if (!isResumed && isWanted()) await startAfresh(keeper, admission, { connection, topic, isWanted, n: enter.n });
  } catch (error) {
    if (isWanted() || connection.members.size + connection.entering.size >= topicsMax)
      connection.send(keeper.protocol.write.problem(connection.who, error, { n: enter.n, topic: enter.topic }));
  } finally {
    if (connection.entering.get(enter.topic) === mark) connection.entering.delete(enter.topic);
  }
}

interface Entering<Who extends LiveCaller> {
  readonly connection: Connection<Who>;
  readonly topic: Topic;
  readonly isWanted: () => boolean;
  readonly n: number;
}

/** False when the cursor is too old, or of a log that is not this one. */
async function resume<Who extends LiveCaller>(
  { protocol, topicLog }: Doorkeeper<Who>,
  { connection, topic, isWanted, n, from }: Entering<Who> & { from: number },
): Promise<boolean> {
  // The client comes from a server that was ahead of this one.
  if (from > topic.head) await topic.pull(from);
  if (from > topic.head || topic.flushed - from > missedMax) return false;
  const missed = await missedSince(topicLog, topic, Math.min(from, topic.flushed));
  if (!isWanted()) return true;
  const head = Math.max(from, topic.flushed);
  connection.send(
    protocol.write.resumed(topic.id, n, {
      entries: missed.filter((entry) => entry.seq > from).map((entry) => entry.json),
      head,
      counters: topic.counters,
    }),
  );
  connection.members.set(topic.id, topic.attach(connection, head));
  return true;
}

async function startAfresh<Who extends LiveCaller>(
  { protocol, topicLog }: Doorkeeper<Who>,
  admission: Admission,
  { connection, topic, isWanted, n }: Entering<Who>,
): Promise<void> {
  const { start, rest, head } = await admission.snapshot(n);
  // Frames may have gone out while the snapshot was read; they are sent after it.
  const missed = head < topic.flushed ? await missedSince(topicLog, topic, head) : [];
  if (!isWanted()) return;
  connection.write(textFrame(start, rest));
  if (missed.length > 0)
    connection.send(protocol.write.tick(topic.id, { entries: missed.map((entry) => entry.json), head: topic.flushed }));
  connection.members.set(topic.id, topic.attach(connection, Math.max(head, topic.flushed)));
}

/** Everything flushed after `from`: from memory, or from the log until memory takes over. Ends without awaiting. */
async function missedSince(topicLog: TopicLog, topic: Topic, from: number): Promise<readonly { seq: number; json: string }[]> {
  const read: { seq: number; json: string }[] = [];
  for (let at = from; ;) {
    const recalled = topic.recall(at);
    if (recalled !== undefined) return [...read, ...recalled];
    const entries = await topicLog.readAfter(topic.id, at, 500);
    const wanted = entries.filter((entry) => entry.seq <= topic.flushed);
    if (wanted.length === 0) return read;
    read.push(...wanted);
    at = read.at(-1)?.seq ?? at;
  }
}
