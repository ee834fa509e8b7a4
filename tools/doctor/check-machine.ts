import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { DataFolderInUse, takeDataLock } from '../../apps/server/src/platform/data-lock.ts';
import { fail, ok, reasonOf, runsPart, warn, type Check } from './finding.ts';
import { probe } from './probe.ts';

const gigabyte = 1_000_000_000;
/** Below this the database may stop; a recording stops before that. */
const freeMinBytes = gigabyte;
const freeGoodBytes = 5 * gigabyte;
const nodeMin = 24;

export const checkNode: Check = () => {
  const major = Number(process.versions.node.split('.')[0]);
  return Promise.resolve([
    major >= nodeMin
      ? ok('node', `Node ${process.versions.node}`)
      : fail('node', `Node ${process.versions.node} is too old.`, `Start with npm start, which brings Node ${nodeMin} with it.`),
  ]);
};

/** The folder must be there or be possible, be ours to write, and have one owner. */
export const checkFolder: Check = async ({ config, webUrl }) => {
  const { dataDir } = config;
  if (!existsSync(dataDir)) {
    const parent = nearestFolder(dataDir);
    return [
      isWritable(parent)
        ? ok('data folder', `${dataDir} will be made at the first start`)
        : fail(
            'data folder',
            `${dataDir} is not there and cannot be made in ${parent}.`,
            'Make it and give it to this user, or choose another with DATA_DIR.',
          ),
    ];
  }
  if (!isWritable(dataDir))
    return [fail('data folder', `This user may not write in ${dataDir}.`, 'Give the folder to the user the server runs as (chown -R).')];
  if (config.DATABASE_URL !== undefined) return [ok('data folder', dataDir)];
  try {
    (await takeDataLock(dataDir, 'tuanzi')).release();
    return [ok('data folder', `${dataDir}, used by nobody now`)];
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) return [fail('data folder', reasonOf(error), 'Look at the rights of the folder.')];
    return [
      webUrl !== undefined || !runsPart({ config, env: {}, webUrl, databaseUrl: undefined, isOffline: true }, 'web', 'live')
        ? ok('data folder', `${dataDir}, used by process ${error.pid}`)
        : warn(
            'data folder',
            `Process ${error.pid} uses ${dataDir}, but no web server answers on port ${config.PORT}.`,
            'If it is starting, wait; else run the doctor with the same PORT, or stop that process and start again.',
          ),
    ];
  }
};

export const checkDisk: Check = ({ config }) => {
  const { bavail, bsize } = statfsSync(nearestFolder(config.dataDir));
  const free = bavail * bsize;
  const says = `${(free / gigabyte).toFixed(1)} GB free in ${config.dataDir}`;
  const todo = 'Delete old recordings or give it a larger disk. An hour of video takes about 1.1 GB.';
  if (free < freeMinBytes) return Promise.resolve([fail('disk', `${says}: recordings stop, then the database.`, todo)]);
  return Promise.resolve([free < freeGoodBytes ? warn('disk', `${says}.`, todo) : ok('disk', says)]);
};

/** Addresses that answer over plain HTTP from nearly everywhere; only the time of the answer is used. */
const clocks = ['http://www.baidu.com/', 'http://www.gstatic.com/generate_204'];
const skewMaxMs = 30_000;

export const checkClock: Check = async ({ isOffline }) => {
  if (isOffline) return [];
  for (const url of clocks) {
    const askedAt = Date.now();
    const answer = await probe(url, { method: 'HEAD' }).catch(() => undefined);
    if (answer?.date === undefined || Number.isNaN(answer.date.getTime())) continue;
    const skewMs = (askedAt + Date.now()) / 2 - answer.date.getTime();
    return [describeSkew('clock', skewMs, new URL(url).host)];
  }
  return [ok('clock', `${new Date().toISOString()}; nothing outside could be asked`)];
};

/** Links, sign-ins and teams end by this clock; payment providers refuse requests of another time. */
export function describeSkew(name: string, skewMs: number, from: string) {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) < skewMaxMs) return ok(name, `within ${Math.max(1, seconds)} s of ${from}`);
  return fail(
    name,
    `This machine is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${from}.`,
    'Switch on time synchronisation (timedatectl set-ntp true).',
  );
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
