import { pino, type DestinationStream, type Logger } from 'pino';

/**
 * One JSON line each. Of an error it keeps what helps to repair and not what the database says beside it: its details
 * quote rows, and rows are of people.
 */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } }, to);
}

const kept = ['code', 'table', 'constraint', 'column', 'routine'] as const;
const causesMax = 3;

function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : { type: typeof error };
  const known = error as Error & Partial<Record<(typeof kept)[number], unknown>>;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(kept.filter((name) => known[name] !== undefined).map((name) => [name, known[name]])),
    ...(error.cause !== undefined && depth < causesMax && { cause: describeError(error.cause, depth + 1) }),
  };
}
