import os from 'node:os';

export type MediaConfig = {
  httpHost: string;
  httpPort: number;
  rtmpHost: string;
  rtmpPort: number;
  recordingsDir: string;
  hookUrl: string;
  secret: string;
  /** Addresses a browser can reach over UDP; Chromium never pairs a camera page with 127.0.0.1. */
  publicIps: string[];
  udpPortRange: [number, number] | null;
  reconnectGraceMs: number;
  recordingFreeMinBytes: number;
  viewersPerStreamMax: number;
};

/** Reads the settings of the media process. Without a secret or a hook nothing could be refused, so it does not start. */
export function readMediaConfig(env: Record<string, string | undefined>): MediaConfig {
  return {
    httpHost: env['MEDIA_HTTP_HOST'] ?? '127.0.0.1',
    httpPort: port(env, 'MEDIA_HTTP_PORT', 0),
    rtmpHost: env['RTMP_HOST'] ?? '0.0.0.0',
    rtmpPort: port(env, 'RTMP_PORT', 1935),
    recordingsDir: required(env, 'RECORDINGS_DIR'),
    hookUrl: hookUrl(required(env, 'MEDIA_HOOK_URL')),
    secret: secret(required(env, 'MEDIA_SECRET')),
    publicIps: env['MEDIA_PUBLIC_IPS']
      ? env['MEDIA_PUBLIC_IPS']
          .split(',')
          .map((ip) => ip.trim())
          .filter((ip) => ip !== '')
      : ownIps(),
    udpPortRange: udpPortRange(env['MEDIA_UDP_PORTS']),
    reconnectGraceMs: whole(env, 'RECONNECT_GRACE_MS', 30_000, 0, 3_600_000),
    recordingFreeMinBytes: whole(env, 'RECORDING_FREE_MIN_BYTES', 200_000_000, 0, Number.MAX_SAFE_INTEGER),
    viewersPerStreamMax: whole(env, 'MEDIA_VIEWERS_MAX', 10_000, 1, 1_000_000),
  };
}

/** Every IPv4 address of this machine another machine could know. */
function ownIps(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address);
}

function required(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

function secret(value: string): string {
  if (value.length < 16) throw new Error('MEDIA_SECRET is shorter than 16 characters');
  return value;
}

function hookUrl(value: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Error('MEDIA_HOOK_URL is not an http address');
  return value.replace(/\/+$/, '');
}

function port(env: Record<string, string | undefined>, name: string, fallback: number): number {
  return whole(env, name, fallback, 0, 65_535);
}

function whole(env: Record<string, string | undefined>, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) throw new Error(`${name} must be a whole number from ${min} to ${max}`);
  return value;
}

function udpPortRange(text: string | undefined): [number, number] | null {
  if (text === undefined || text === '') return null;
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || low < 1024 || high > 65_535 || low > high) throw new Error('MEDIA_UDP_PORTS must look like 40000-40100');
  return [low, high];
}
