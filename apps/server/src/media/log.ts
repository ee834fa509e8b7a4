export type MediaLog = {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
};

/** One JSON line per event, in the field names the web process uses, so both logs read as one. */
export function createMediaLog(write: (line: string) => void): MediaLog {
  const at =
    (level: number) =>
    (message: string, fields: Record<string, unknown> = {}): void => {
      write(`${JSON.stringify({ level, time: Date.now(), name: 'media', ...fields, msg: message })}\n`);
    };
  return { info: at(30), warn: at(40), error: at(50) };
}

export const silentMediaLog: MediaLog = { info: () => {}, warn: () => {}, error: () => {} };
