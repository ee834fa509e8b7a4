/** `npm run doctor [-- --offline]`: looks at the installation its settings describe, running or not, and says what to do. */
import { parseArgs } from 'node:util';
import { ConfigError, isMediaAlone, parseConfig, type Config } from '../../apps/server/src/platform/config.ts';
import { findRunningPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts';
import { checkAddress } from './check-address.ts';
import { checkDatabase } from './check-database.ts';
import { checkClock, checkDisk, checkFolder, checkNode } from './check-machine.ts';
import { checkMedia, checkPorts, checkRedis } from './check-network.ts';
import { checkOutside } from './check-outside.ts';
import { fail, ok, reasonOf, type Check, type Finding, type Patient } from './finding.ts';
import { isTuanzi, loopbackOf } from './probe.ts';

const checks: readonly Check[] = [
  checkNode,
  checkFolder,
  checkDisk,
  checkClock,
  (patient) => (isMediaAlone(patient.config) ? Promise.resolve([]) : checkDatabase(patient)),
  checkRedis,
  checkPorts,
  checkMedia,
  checkAddress,
  checkOutside,
];

async function examine(isOffline: boolean): Promise<number> {
  const config = readConfig();
  if (config === undefined) return 1;
  print(ok('settings', `${config.isProduction ? 'production' : 'development'}, runs ${config.RUN.join(', ')}`));
  const patient: Patient = {
    config,
    env: process.env,
    webUrl: await findWeb(config),
    databaseUrl: config.DATABASE_URL ?? findRunningPostgres(config.dataDir)?.url,
    isOffline,
  };
  const found: Finding[] = [];
  for (const check of checks) {
    const findings = await check(patient).catch((error: unknown) => [
      fail('doctor', `A check failed: ${reasonOf(error)}.`, 'Report this as a bug.'),
    ]);
    for (const finding of findings) print(finding);
    found.push(...findings);
  }
  const count = (verdict: string) => found.filter((finding) => finding.verdict === verdict).length;
  console.log(
    `\n${count('FAIL')} to repair, ${count('warn')} to look at. The server ${patient.webUrl === undefined ? 'does not run here' : `runs at ${patient.webUrl}`}.`,
  );
  return count('FAIL') > 0 ? 1 : 0;
}

function readConfig(): Config | undefined {
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(fail('settings', error.message, 'docs/configuration.md lists every setting.'));
    return undefined;
  }
}

async function findWeb({ PORT, HOST }: Config): Promise<string | undefined> {
  if (PORT === 0) return undefined;
  const reached = loopbackOf(HOST);
  const host = reached.includes(':') ? `[${reached}]` : reached;
  for (const scheme of ['http', 'https']) if (await isTuanzi(`${scheme}://${host}:${PORT}`)) return `${scheme}://${host}:${PORT}`;
  return undefined;
}

function print({ name, verdict, says, todo }: Finding): void {
  console.log(`${verdict.padEnd(4)}  ${name.padEnd(15)} ${says}`);
  if (todo !== undefined) console.log(`${' '.repeat(22)}→ ${todo}`);
}

const { values } = parseArgs({ options: { offline: { type: 'boolean', default: false } } });
process.exitCode = await examine(values.offline);
