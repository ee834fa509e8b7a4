/** `npm run fuzz -- --requests N --seed N`: a whole installation is sent what nobody should send; prints what it did. */
import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const [requests, seed] = [Number(values.requests), Number(values.seed ?? Date.now() % 1_000_000)];
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) throw new Error('--requests and --seed are whole numbers');
console.error(`seed ${seed}`);
const startedAt = performance.now();
const report = await runFuzz({ requests, seed, say: (line) => console.error(line) });
const seconds = Math.round((performance.now() - startedAt) / 1000);
if (values.json) {
  console.log(JSON.stringify({ seed, seconds, ...report }, null, 1));
} else {
  console.log(`${report.requests} requests, ${report.sockets} sockets, ${report.broadcasts} broadcasts in ${seconds} s, seed ${seed}`);
  console.log(
    `answers: ${Object.entries(report.statuses)
      .map(([status, count]) => `${status}×${count}`)
      .join(' ')}`,
  );
  console.log(`${report.succeeded} routes answered with success`);
  console.log(
    `memory (MB) at start, middle and end: web ${report.memory.map(({ webMb }) => webMb).join(', ')}; media ${report.memory.map(({ mediaMb }) => mediaMb).join(', ')}`,
  );
  for (const finding of report.findings) console.log(`FOUND ${finding}`);
  console.log(report.findings.length === 0 ? 'nothing was found' : `${report.findings.length} findings`);
}
process.exit(report.findings.length === 0 ? 0 : 1);
