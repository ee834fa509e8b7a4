import type { Logger } from 'pino';

export interface SmsPort {
  /** Sends a one-time code. Failures are thrown and the job is tried again. */
  sendCode(phone: string, code: string): Promise<void>;
}

/** Without a gateway a code cannot leave; the job says so in the log and is tried again. */
export const noSms: SmsPort = {
  sendCode: () => Promise.reject(new Error('no SMS gateway is configured (SMS_TO_CONSOLE prints codes instead)')),
};

/** For development and demos: the code is printed where the operator sees it. */
export function createConsoleSms(log: Logger, print: (line: string) => void): SmsPort {
  return {
    sendCode(phone, code) {
      // The log never names who signs in; what is printed beside it is for whoever tries the shop out.
      log.info('one-time code printed to the console');
      print(`one-time code for ${phone}: ${code}`);
      return Promise.resolve();
    },
  };
}
