import { explain } from './start-error.ts';
import { startServer } from './start-server.ts';

const started = startServer(process.argv.slice(2), process.env, (line) => void process.stdout.write(`${line}\n`)).catch(
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second Ctrl-C of an impatient operator ends it at once; the next start recovers.
    if (isStopping) process.exit(130);
    isStopping = true;
    void started.then((server) => server.stop()).then(() => process.exit(0));
  });
}
