import { isPlanOutdated } from './prepared-client.ts';

// 08 connection, 53 out of resources, 57P the server is going away.
const outageStates = /^(?:08|53|57P)/;
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
// What the driver says without any code.
const driverWords = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Did the database fail, rather than the work it was given? Then doing it in smaller parts fails the same way, and nothing in it is to blame. */
export function isOutage(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (isPlanOutdated(error)) return true;
  if (typeof code === 'string' && (outageStates.test(code) || networkCodes.has(code))) return true;
  return typeof message === 'string' && driverWords.test(message);
}

/** A statement that was given up after its time: some lock or plan is stuck, and each further try costs as long. */
export function isStatementTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '57014';
}
