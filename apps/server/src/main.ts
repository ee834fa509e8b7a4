import { startServer } from './start-server.ts';

/** Expected refusals (a taken port, a folder in use) are one sentence for the operator; anything else shows its stack. */
function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const started = startServer(process.argv.slice(2), process.env, (line) => void process.stdout.write(`${line}\n`)).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second Ctrl-C of an impatient operator ends it at once; the next start recovers.
    if (isStopping) process.exit(130);
    isStopping = true;
    void started.then((server) => server.stop()).then(() => process.exit(0));
  });
}
