import type { Logger } from 'pino';

export interface SmsPort {
  /** Sends a one-time code. Failures are thrown and the job is tried again. */
  sendCode(phone: string, code: string): Promise<void>;
}

/** For development and demos: the code is printed where the operator sees it. Refused in production by the configuration. */
export function createConsoleSms(log: Logger, print: (line: string) => void): SmsPort {
  return {
    sendCode(phone, code) {
      log.info({ phone }, 'one-time code printed to the console');
      print(`one-time code for ${phone}: ${code}`);
      return Promise.resolve();
    },
  };
}
