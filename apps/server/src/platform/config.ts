import { resolve } from 'node:path';
import { z } from 'zod';
import { readPaymentSettings } from './ports/payment-settings.ts';

const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false'])
    .optional()
    .transform((value) => (value === undefined ? fallback : value === '1' || value === 'true'));
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const roles = ['web', 'live', 'jobs', 'media'] as const;
export type Role = (typeof roles)[number];

const isProduction = process.env.NODE_ENV === 'production';

/** Every setting of the server; docs/configuration.md is checked against this list. */
const schema = z.object({
  PORT: port(3000).describe('Port of the web server.'),
  HOST: z.string().default('0.0.0.0').describe('Address the web server listens on.'),
  PUBLIC_URL: z.url().optional().describe('Address people reach this installation by; links and posters carry it.'),
  DATA_DIR: z.string().default('./data').describe('Everything this installation keeps: database, pictures, recordings, secrets.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe('An outside PostgreSQL instead of the embedded one.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional()
    .describe('Valkey or Redis that tells several servers of each other’s new entries.'),
  RTMP_PORT: port(1935).describe('Port for RTMP encoders such as OBS.'),
  RUN: z
    .string()
    .default('web,live,jobs,media')
    .transform((text, ctx) => {
      const names = text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      for (const name of names)
        if (!roles.includes(name as Role))
          ctx.addIssue({ code: 'custom', message: `unknown part ${name}; choose from ${roles.join(', ')}` });
      return names as Role[];
    })
    .describe('Which parts this process runs.'),
  DEMO: flag(!isProduction).describe('Load the demo shop into an empty database; show one-time codes in the log.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default(isProduction ? 'info' : 'warn')
    .describe('How much the log says.'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(4).max(500).default(16).describe('Connections this process opens at most.'),
  SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('Signs play addresses and media hooks; made at first start and kept in the database otherwise.'),
  MEDIA_URL: z
    .url({ protocol: /^http$/, error: 'must be an http:// address' })
    .optional()
    .describe('Where the media process answers when it runs elsewhere.'),
  MEDIA_HOOK_URL: z.url().optional().describe('Where the media process asks and reports; set when it runs apart from the web server.'),
  MEDIA_PORT: port(0).describe('Port of the media process, on the loopback address, or on HOST when it runs alone; 0 chooses a free one.'),
  MEDIA_PUBLIC_IPS: z.string().default('').describe('Addresses offered to browsers for WebRTC, comma separated; found out when empty.'),
  MEDIA_UDP_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, 'must look like 40000-40100')
    .optional()
    .describe('UDP ports for WebRTC, to open in a firewall; any free ones when empty.'),
  STORAGE_S3: z.string().optional().describe('S3 storage for pictures: https://KEY:SECRET@host/bucket?region=…; disk otherwise.'),
  SMS_TO_CONSOLE: flag(!isProduction).describe(
    'Print one-time codes to the console instead of sending them; until an SMS gateway is configured, the only way.',
  ),
  SANDBOX_PAY: flag(!isProduction).describe('Offer the sandbox payment provider.'),
  SANDBOX_GATEWAYS: flag(false).describe(
    'Run sandbox gateways of the real payment providers in this server and pay through their clients (docs/payments.md).',
  ),
  WECHAT_PAY_MERCHANT_ID: z.string().optional().describe('WeChat Pay: number of the merchant.'),
  WECHAT_PAY_APP_ID: z.string().optional().describe('WeChat Pay: app id of the official account bound to the merchant.'),
  WECHAT_PAY_SERIAL: z.string().optional().describe('WeChat Pay: serial number of the API certificate.'),
  WECHAT_PAY_PRIVATE_KEY: z
    .string()
    .optional()
    .describe('WeChat Pay: private key of the API certificate, as PEM or path of apiclient_key.pem.'),
  WECHAT_PAY_API_V3_KEY: z.string().optional().describe('WeChat Pay: APIv3 key, 32 characters.'),
  WECHAT_PAY_PUBLIC_KEY_ID: z
    .string()
    .optional()
    .describe('WeChat Pay: id of its public key, PUB_KEY_ID_…; without it platform certificates are used.'),
  WECHAT_PAY_PUBLIC_KEY: z.string().optional().describe('WeChat Pay: its public key, as PEM or path of pub_key.pem.'),
  WECHAT_PAY_APP_SECRET: z.string().optional().describe('WeChat Pay: secret of the official account; lets people pay inside WeChat.'),
  WECHAT_PAY_MINI_APP_ID: z.string().optional().describe('WeChat Pay: app id of the mini program.'),
  WECHAT_PAY_MINI_APP_SECRET: z.string().optional().describe('WeChat Pay: secret of the mini program.'),
  WECHAT_PAY_URL: z.url().optional().describe('WeChat Pay: another address than the real one, for a sandbox gateway.'),
  ALIPAY_APP_ID: z.string().optional().describe('Alipay: app id of the web app, 16 digits.'),
  ALIPAY_PRIVATE_KEY: z.string().optional().describe('Alipay: private key of the app (RSA2), as PEM, base64 or path of a file.'),
  ALIPAY_PUBLIC_KEY: z.string().optional().describe('Alipay: public key of Alipay for this app, not of the app itself.'),
  ALIPAY_SELLER_ID: z.string().optional().describe('Alipay: account of the merchant, 2088…; notices for another one are refused.'),
  ALIPAY_URL: z.url().optional().describe('Alipay: another gateway than the real one, such as Alipay’s own sandbox.'),
  STRIPE_SECRET_KEY: z.string().optional().describe('Stripe: secret or restricted key, sk_… or rk_….'),
  STRIPE_WEBHOOK_SECRET: z.string().optional().describe('Stripe: signing secret of the webhook endpoint, whsec_….'),
  STRIPE_URL: z.url().optional().describe('Stripe: another address than the real one, for a sandbox gateway.'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(600).describe('Calls a minute and caller for routes that name no limit.'),
  TRUST_PROXY: z
    .enum(['0', '1', '2', '3', 'true', 'false'])
    .default('0')
    .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value)))
    .describe('How many reverse proxies stand in front, one behind the other; believes the last so many entries of X-Forwarded-For.'),
  EVENTS_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(7)
    .describe('Days for which the event log keeps what everybody has handled; counters can be rebuilt while it is whole.'),
  METRICS_TOKEN: z.string().optional().describe('When set, /metrics wants it as a bearer token.'),
});

export type Settings = z.output<typeof schema>;
export interface Config extends Settings {
  readonly dataDir: string;
  readonly isProduction: boolean;
}

/** Parses the environment once. Every mistake is reported at once, by name, in a sentence. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(filled);
  const lines = [
    ...(result.error?.issues ?? []).map((issue) => `  ${issue.path.join('.')}: ${issue.message}`),
    ...missingSettings(filled).map((line) => `  ${line}`),
    ...(result.success ? readPaymentSettings(result.data).problems.map((line) => `  ${line}`) : []),
  ];
  if (!result.success || lines.length > 0) throw new ConfigError(`The configuration is not valid:\n${lines.join('\n')}`);
  return { ...result.data, dataDir: resolve(result.data.DATA_DIR), isProduction };
}

/** What a process that runs only some parts must be told, because it cannot find it out by itself. */
function missingSettings(given: Record<string, string | undefined>): string[] {
  const parts = new Set((given['RUN'] ?? roles.join(',')).split(',').map((name) => name.trim()));
  const runs = (...names: Role[]) => names.some((name) => parts.has(name));
  const needs: [boolean, string, string][] = [
    [
      runs('media') && !runs('web', 'live'),
      'MEDIA_HOOK_URL',
      'needed where media runs apart from web, e.g. http://web.internal:3000/internal/media-hooks',
    ],
    [runs('media') && !runs('web', 'live', 'jobs'), 'SECRET', 'needed where media runs alone, the same as that of the other parts'],
    [runs('live', 'jobs') && !runs('web'), 'DATABASE_URL', 'needed where web runs in another process, the same as there'],
    [runs('live', 'jobs') && !runs('web'), 'PUBLIC_URL', 'needed where web runs in another process: the address people use'],
  ];
  return needs.filter(([isNeeded, name]) => isNeeded && given[name] === undefined).map(([, name, why]) => `${name}: ${why}`);
}

/** Only the media server: without database, pages and jobs. */
export function isMediaAlone({ RUN }: Settings): boolean {
  return RUN.length > 0 && RUN.every((role) => role === 'media');
}

export class ConfigError extends Error {
  readonly code = 'config_invalid';
}

/** Name, default and meaning of each setting, for the table in the docs. */
export function describeSettings(): { name: string; text: string }[] {
  return Object.entries(schema.shape).map(([name, setting]) => ({ name, text: setting.description ?? '' }));
}
