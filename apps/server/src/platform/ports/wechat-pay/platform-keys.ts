import { X509Certificate, type KeyObject } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { ProviderAnswer } from '../call-provider.ts';
import { Certificates } from './messages.ts';
import type { WechatPaySettings } from './settings.ts';
import { isSigned, messageOf, unseal } from './signature.ts';

/** WeChat Pay asks for a new look at least every twelve hours: certificates are exchanged long before the old ones end. */
const keptMs = 12 * 3_600_000;
/** Somebody who invents serial numbers must not make us download for each of them. */
const pauseMs = 60_000;
/** After a look that failed on the way the next one comes sooner. */
const failedPauseMs = 3000;

interface PlatformCertificate {
  readonly key: KeyObject;
  readonly endsAt: number;
}
export interface PlatformKeys {
  /** The key that belongs to `Wechatpay-Serial`; undefined when WeChat Pay has no such one. */
  find(serial: string): Promise<KeyObject | undefined>;
}

/** Keys WeChat Pay signs with: its public key from the settings, and certificates downloaded when one is first needed. */
export function createPlatformKeys(
  settings: WechatPaySettings,
  { clock, download }: { clock: Clock; download: () => Promise<ProviderAnswer> },
): PlatformKeys {
  let certificates = new Map<string, PlatformCertificate>();
  let [loadedAt, triedAt] = [-Infinity, -Infinity];
  let loading: Promise<void> | undefined;
  const load = async () => {
    triedAt = clock.now().getTime();
    certificates = readCertificates(settings, await download());
    loadedAt = triedAt;
  };
  const look = (serial: string, now: number) => {
    const found = certificates.get(serial);
    return found !== undefined && found.endsAt > now ? found.key : undefined;
  };
  return {
    async find(serial) {
      if (settings.publicKey?.id === serial) return settings.publicKey.key;
      // The public key of somebody else, or one that was exchanged: no certificate will fit it.
      if (serial.startsWith('PUB_KEY_ID_') || !/^[0-9A-F]{16,64}$/i.test(serial)) return undefined;
      const now = clock.now().getTime();
      const known = look(serial, now);
      if (known !== undefined && now - loadedAt < keptMs) return known;
      if (now - triedAt >= pauseMs || loading !== undefined) {
        loading ??= load()
          .catch((error: unknown) => {
            triedAt -= pauseMs - failedPauseMs;
            throw error;
          })
          .finally(() => {
            loading = undefined;
          });
        // Where a new look fails, what is known is good until it ends.
        await loading.catch((error: unknown) => {
          if (known === undefined) throw error;
        });
      }
      return look(serial, now);
    },
  };
}

/** Only who has the APIv3 key can seal a certificate; the answer as a whole is then verified with what was in it. */
function readCertificates(settings: WechatPaySettings, answer: ProviderAnswer): Map<string, PlatformCertificate> {
  const read = new Map<string, PlatformCertificate>();
  for (const { serial_no: serial, encrypt_certificate: sealed } of Certificates.parse(JSON.parse(answer.text)).data) {
    const certificate = new X509Certificate(unseal(settings.apiKey, sealed));
    if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase())
      throw new Error('WeChat Pay: a certificate has another serial number');
    read.set(serial, { key: certificate.publicKey, endsAt: new Date(certificate.validTo).getTime() });
  }
  const serial = answer.header('wechatpay-serial');
  const key = settings.publicKey?.id === serial ? settings.publicKey.key : read.get(serial)?.key;
  const message = messageOf(answer.header('wechatpay-timestamp'), answer.header('wechatpay-nonce'), answer.text);
  if (key === undefined || !isSigned(key, message, answer.header('wechatpay-signature')))
    throw new Error('WeChat Pay: the list of certificates is not signed by any of them');
  return read;
}
