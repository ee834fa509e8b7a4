/**
 * One room full of sockets, beside the same room on Socket.IO 4: `npm run bench -- room-fanout [--json]`, or this file with
 * `--sockets N` on a machine that holds fewer. The people of both are in the same two processes and take turns.
 * Each system is offered more and more until it delivers no more; ours is counted at the most it carries within the delay
 * a room may have, Socket.IO at the most it delivered at any rate and any delay. Delays are those of every delivery, from
 * the speaker's socket to the listener's; the two processes of people tell what they took of the machine themselves.
 * Afterwards every socket must have heard every entry once and in order.
 */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findBroken } from './load/exactness.ts';
import { startShop } from './load/shop-under-load.ts';
import { rounded, spread, type BenchOptions, type Outcome } from './outcome.ts';
import { cpuSecondsOf, memoryMbOf } from './process-figures.ts';
import { startCalled } from './calls.ts';
import { startCrowd, type Crowd, type Taken } from './room-fanout/crowd.ts';
import { openRooms } from './room-fanout/rooms.ts';
import type { SocketIoCalls } from './room-fanout/socketio-server.ts';

const bar = 10;
const p99BarMs = 250;
const rounds = 3;
/** What was said before the count begins has to have arrived before it ends, on a slow machine as well. */
const warmUpSeconds = 3;
/** Whoever delivers less of what was offered, or most of it later, does not keep up. */
const keptShare = 0.9;
const lateMs = 1000;
const patienceMs = 120_000;
const speakersMax = 1000;
/** A hundred words a second are one of each person in a hundred seconds. */
const offersOfOurs = [100, 200, 400];
const offersOfTheirs = [2, 4, 8, 16, 32];
const [everything, flooded] = [0, 1] as const;

interface Size {
  readonly sockets: number;
  readonly seconds: number;
}

/** One room on one server. */
interface Side {
  readonly name: 'tuanzi' | 'socketio';
  readonly pid: number;
  readonly room: number;
  headOf(): Promise<number>;
  /** Something that is state, while others chat. */
  announce?(): Promise<void>;
}
interface Round extends Taken {
  readonly offeredPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly cpuPercent: number;
  readonly cpuSecondsPerMillion: number;
  /** Of the busier of the two processes of people: near 100 it is they who are measured. */
  readonly crowdCpuPercent: number;
}

export async function measureRoomFanout(options: BenchOptions & { readonly sockets?: number }): Promise<Outcome> {
  const { seconds, profileDir, sockets = 10_000 } = options;
  const speakers = Math.min(speakersMax, Math.floor(sockets / 2));
  const shop = await startShop({ buyerCount: speakers, profileDir, env: { TRUST_PROXY: '1' } });
  const socketIo = startCalled<SocketIoCalls>(path.join(import.meta.dirname, 'room-fanout/socketio-server.ts'));
  const crowd = startCrowd();
  try {
    const rooms = await openRooms(shop, speakers);
    const heads = await Promise.all(rooms.sceneIds.map((id) => rooms.headOf(id)));
    const { port } = await socketIo.call('listen');
    const cookies = shop.buyers.map(({ cookie }) => cookie);
    const ourJoin = await timed(shop.serverPid, () =>
      crowd.open({ name: 'tuanzi', port: Number(new URL(shop.url).port), scenes: rooms.sceneIds, count: sockets, cookies }),
    );
    const theirJoin = await timed(socketIo.pid, () => crowd.open({ name: 'socketio', port, scenes: [], count: sockets, cookies: [] }));
    const sideOf = (room: 0 | 1): Side => ({
      name: 'tuanzi',
      pid: shop.serverPid,
      room,
      headOf: () => rooms.headOf(rooms.sceneIds[room]),
      announce: () => rooms.announce(rooms.sceneIds[room]),
    });
    const theirSide: Side = { name: 'socketio', pid: socketIo.pid, room: 0, headOf: () => socketIo.call('head') };
    const memoryMb = { ours: memoryMbOf(shop.serverPid), theirs: memoryMbOf(socketIo.pid) };
    const measured = await measureBoth(crowd, { ours: sideOf(everything), theirs: theirSide }, { sockets, seconds });
    const live = await runRound(crowd, sideOf(flooded), { sockets, seconds, perSecond: measured.offered });
    const ofOurs = [...measured.ramp.ours, ...measured.ours, live];
    const wrong = [...ofOurs, ...measured.ramp.theirs, ...measured.theirs].flatMap((round) => round.wrong);
    for (const [room, sceneId] of rooms.sceneIds.entries()) {
      const log = await rooms.logAfter(sceneId, heads[room] ?? 0);
      wrong.push(...(await crowd.checkStates('tuanzi', room, log.stateSeqs)));
    }
    wrong.push(...(await findBroken(shop)));
    const ratio = rounded(spread(measured.ours.map(perSecond)).median / Math.max(...measured.mostOfTheirs));
    const p99Ms = spread(measured.ours.map((round) => round.chatP99Ms));
    const keepsUp = measured.ours.filter((round) => isKeepingUp(round, { sockets, seconds })).length > rounds / 2;
    return {
      name: 'room-fanout',
      ratio,
      bar,
      ok: ratio >= bar && keepsUp && p99Ms.median <= p99BarMs && wrong.length === 0,
      exact: wrong.length === 0,
      figures: {
        what: 'deliveries a second to one room: ours while it keeps up, Socket.IO at the most it delivers at any rate',
        sockets,
        offeredPerSecond: measured.offered,
        keepsUp,
        p99BarMs,
        ours: summaryOf(measured.ours),
        theirs: summaryOf(measured.theirs),
        cpuRatio: rounded(
          spread(measured.theirs.map((round) => round.cpuSecondsPerMillion)).median /
            spread(measured.ours.map((round) => round.cpuSecondsPerMillion)).median,
        ),
        live: { ...summaryOf([live]), skippedPerSecond: Math.round(live.skipped / sockets / seconds) },
        ramp: { ours: measured.ramp.ours.map(brief), theirs: measured.ramp.theirs.map(brief) },
        // Ours enter two rooms each, with a snapshot of both, and some of them are known by their session.
        join: { ours: ourJoin, theirs: theirJoin },
        memoryMb,
        accepted: ofOurs.reduce((sum, round) => sum + round.accepted, 0),
        refused: Object.assign({}, ...ofOurs.map((round) => round.refused)) as Record<string, number>,
        cameBack: ofOurs.reduce((sum, round) => sum + round.cameBack, 0),
        wrong: wrong.slice(0, 20),
      },
    };
  } finally {
    crowd.stop();
    socketIo.stop();
    await shop.stop();
  }
}

const perSecond = (round: Round) => round.deliveredPerSecond;
const isKeepingUp = (round: Round, { sockets }: Size) =>
  round.chatP50Ms <= lateMs && round.deliveredPerSecond >= keptShare * round.offeredPerSecond * sockets;

async function measureBoth(
  crowd: Crowd,
  { ours, theirs }: { ours: Side; theirs: Side },
  size: Size,
): Promise<{ ours: Round[]; theirs: Round[]; ramp: { ours: Round[]; theirs: Round[] }; offered: number; mostOfTheirs: number[] }> {
  const ramp = { ours: await climb(crowd, ours, offersOfOurs, size), theirs: await climb(crowd, theirs, offersOfTheirs, size) };
  const carried = ramp.ours.filter((round) => isKeepingUp(round, size));
  const inTime = carried.filter((round) => round.chatP99Ms <= p99BarMs);
  const offered = (inTime.at(-1) ?? carried[0])?.offeredPerSecond ?? offersOfOurs[0] ?? 0;
  const offeredToThem = ramp.theirs.toSorted((a, b) => b.deliveredPerSecond - a.deliveredPerSecond)[0]?.offeredPerSecond ?? 0;
  const taken: { ours: Round[]; theirs: Round[] } = { ours: [], theirs: [] };
  for (let i = 0; i < rounds; i++) {
    taken.theirs.push(await runRound(crowd, theirs, { ...size, perSecond: offeredToThem }));
    taken.ours.push(await runRound(crowd, ours, { ...size, perSecond: offered }));
  }
  return { ...taken, ramp, offered, mostOfTheirs: [spread(taken.theirs.map(perSecond)).median, ...ramp.theirs.map(perSecond)] };
}

/** More and more, until it falls behind. */
async function climb(crowd: Crowd, side: Side, offers: readonly number[], size: Size): Promise<Round[]> {
  const climbed: Round[] = [];
  // The first words find the code cold.
  await runRound(crowd, side, { ...size, perSecond: offers[0] ?? 1 });
  for (const offer of offers) {
    const round = await runRound(crowd, side, { ...size, perSecond: offer });
    climbed.push(round);
    if (!isKeepingUp(round, size)) break;
  }
  return climbed;
}

async function runRound(
  crowd: Crowd,
  { name, pid, room, headOf, announce }: Side,
  { seconds, perSecond: offeredPerSecond }: Size & { perSecond: number },
): Promise<Round> {
  const speaking = crowd.speak({ name, room, perSecond: offeredPerSecond, seconds: warmUpSeconds + seconds });
  await delay(warmUpSeconds * 1000);
  const before = await crowd.take(name);
  const crowdCpu = () => crowd.pids.map(cpuSecondsOf);
  const [cpuBefore, crowdBefore, startedAt] = [cpuSecondsOf(pid), crowdCpu(), performance.now()];
  for (const endsAt = startedAt + seconds * 1000; performance.now() < endsAt;) {
    await announce?.();
    await delay(Math.max(0, Math.min(500, endsAt - performance.now())));
  }
  const during = await crowd.take(name);
  const [cpu, took] = [cpuSecondsOf(pid) - cpuBefore, (performance.now() - startedAt) / 1000];
  const crowdBusiest = Math.max(...crowdCpu().map((seconds, i) => seconds - (crowdBefore[i] ?? 0)));
  await speaking;
  const after = await settle(crowd, { name, room, headOf });
  const delivered = during.chat + during.state;
  return {
    ...during,
    accepted: before.accepted + during.accepted + after.accepted,
    cameBack: before.cameBack + during.cameBack + after.cameBack,
    refused: { ...before.refused, ...during.refused, ...after.refused },
    wrong: [...before.wrong, ...during.wrong, ...after.wrong],
    offeredPerSecond,
    deliveredPerSecond: Math.round(delivered / took),
    cpuPercent: Math.round((cpu / took) * 100),
    cpuSecondsPerMillion: rounded(cpu / (delivered / 1_000_000)),
    crowdCpuPercent: Math.round((crowdBusiest / took) * 100),
  };
}

/** Waits until everybody has heard everything. */
async function settle(crowd: Crowd, { name, room, headOf }: Pick<Side, 'name' | 'room' | 'headOf'>): Promise<Taken> {
  const endsAt = Date.now() + patienceMs;
  for (let last = -1; ;) {
    const head = await headOf();
    // The head twice the same: nothing said is still on its way in.
    if (head === last && (await crowd.lowestHead(name, room)) >= head) return crowd.take(name);
    if (Date.now() > endsAt) {
      const taken = await crowd.take(name);
      return { ...taken, wrong: [...taken.wrong, `${name}: somebody never heard entry ${head}`] };
    }
    last = head;
    await delay(500);
  }
}

/** Seconds of waiting, and of the server's processor. */
async function timed(pid: number, run: () => Promise<void>): Promise<{ seconds: number; serverCpuSeconds: number }> {
  const [startedAt, cpuBefore] = [performance.now(), cpuSecondsOf(pid)];
  await run();
  return { seconds: rounded((performance.now() - startedAt) / 1000), serverCpuSeconds: rounded(cpuSecondsOf(pid) - cpuBefore) };
}

function summaryOf(all: readonly Round[]) {
  const of = (get: (round: Round) => number) => spread(all.map(get));
  return {
    deliveredPerSecond: of(perSecond),
    p50Ms: of((round) => round.chatP50Ms),
    p99Ms: of((round) => round.chatP99Ms),
    stateP50Ms: of((round) => round.stateP50Ms),
    stateP99Ms: of((round) => round.stateP99Ms),
    cpuPercent: of((round) => round.cpuPercent),
    cpuSecondsPerMillion: of((round) => round.cpuSecondsPerMillion),
    crowdCpuPercent: of((round) => round.crowdCpuPercent),
  };
}

const brief = (round: Round) => ({
  offered: round.offeredPerSecond,
  delivered: round.deliveredPerSecond,
  p50Ms: round.chatP50Ms,
  p99Ms: round.chatP99Ms,
  cpuPercent: round.cpuPercent,
  crowdCpuPercent: round.crowdCpuPercent,
});

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '4' },
      sockets: { type: 'string', default: '10000' },
      profile: { type: 'string' },
    },
  });
  const outcome = await measureRoomFanout({ seconds: Number(values.seconds), sockets: Number(values.sockets), profileDir: values.profile });
  process.stdout.write(`${JSON.stringify(outcome, null, values.json ? 0 : 2)}\n`);
  if (!outcome.exact) process.exitCode = 1;
}
