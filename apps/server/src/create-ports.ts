import { join } from 'node:path';
import type { App } from '#platform/app';
import { createDiskStorage } from './platform/ports/disk-storage.ts';
import { createMediaPort } from './platform/ports/media.ts';
import type { Ports } from './platform/ports/ports.ts';
import { createS3Storage } from './platform/ports/s3-storage.ts';
import { createConsoleSms, noSms } from './platform/ports/sms.ts';
import { createSandboxPayment } from './platform/ports/sandbox-payment.ts';

/** Addresses known only once the parts that own them listen. */
export interface LatePorts {
  /** Where people reach this process. */
  url: string | undefined;
  /** Where this installation's own processes reach it. */
  internalUrl: string | undefined;
  mediaUrl: string | undefined;
}

/** The outside world of this installation, as configured. */
export function createPorts(app: Omit<App, 'ports'>, late: LatePorts, print: (line: string) => void): Ports {
  const { config } = app;
  return {
    payments: config.SANDBOX_PAY
      ? { sandbox: createSandboxPayment(app, () => ({ publicUrl: app.publicUrl(), internalUrl: late.internalUrl ?? '' })) }
      : {},
    sms: config.SMS_TO_CONSOLE ? createConsoleSms(app.log, print) : noSms,
    storage: config.STORAGE_S3 === undefined ? createDiskStorage(join(config.dataDir, 'files')) : createS3Storage(config.STORAGE_S3),
    media: createMediaPort(() => late.mediaUrl, app.secret),
  };
}
