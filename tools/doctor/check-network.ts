import pg from 'pg';
import { fail, ok, reasonOf, runsPart, warn, type Check, type Finding } from './finding.ts';
import { answersRtmp, loopbackOf, probe, whyNotFree } from './probe.ts';

export const checkPorts: Check = async (patient) => {
  const { config, webUrl } = patient;
  const findings: Finding[] = [];
  if (runsPart(patient, 'web', 'live', 'jobs')) {
    findings.push(await checkPort('PORT', config.PORT, config.HOST, () => Promise.resolve(webUrl !== undefined)));
  }
  if (runsPart(patient, 'media') && config.MEDIA_URL === undefined) {
    const host = loopbackOf(config.HOST);
    findings.push(await checkPort('RTMP_PORT', config.RTMP_PORT, config.HOST, () => answersRtmp(config.RTMP_PORT, host)));
    const mediaHost = runsPart(patient, 'web', 'live', 'jobs') ? '127.0.0.1' : config.HOST;
    const isMedia = () => isHealthyMedia(`http://${loopbackOf(mediaHost)}:${config.MEDIA_PORT}`);
    if (config.MEDIA_PORT !== 0) findings.push(await checkPort('MEDIA_PORT', config.MEDIA_PORT, mediaHost, isMedia));
  }
  return findings;
};

async function checkPort(setting: string, port: number, host: string, isOurs: () => Promise<boolean>): Promise<Finding> {
  if (port === 0) return ok(setting, 'a free one is chosen at each start');
  const error = await whyNotFree(port, host);
  if (error === undefined) return ok(setting, `${port} is free`);
  if (error.code === 'EADDRINUSE')
    return (await isOurs())
      ? ok(setting, `${port} is ours`)
      : fail(setting, `${port} is taken by another program.`, `Stop that program, or choose another port with ${setting}.`);
  if (error.code === 'EACCES')
    return fail(setting, `This user may not listen on ${port}.`, `Choose a port above 1023 with ${setting}, and a proxy in front.`);
  return fail(setting, `Nobody can listen on ${host}:${port}: ${reasonOf(error)}.`, 'Check HOST.');
}

/** Where pictures come in and go out: web → media through the proxy, and media → web by the hooks. */
export const checkMedia: Check = async (patient) => {
  const { config, webUrl, databaseUrl } = patient;
  const findings: Finding[] = [];
  if (runsPart(patient, 'web') && webUrl !== undefined && (runsPart(patient, 'media') || config.MEDIA_URL !== undefined)) {
    findings.push(
      (await isHealthyMedia(webUrl))
        ? ok('web → media', 'the live media server answers')
        : fail(
            'web → media',
            'The live media server does not answer through the web server.',
            config.MEDIA_URL === undefined ? 'Look in the log why it ended.' : 'Check MEDIA_URL and the media process.',
          ),
    );
  } else if (runsPart(patient, 'web', 'live') && !runsPart(patient, 'media') && config.MEDIA_URL === undefined)
    findings.push(
      warn('web → media', 'Nobody can go live: media does not run here and MEDIA_URL is not set.', 'Set MEDIA_URL to the media process.'),
    );
  else if (config.MEDIA_URL !== undefined)
    findings.push(
      (await isHealthyMedia(config.MEDIA_URL))
        ? ok('web → media', `${config.MEDIA_URL} answers`)
        : fail('web → media', `${config.MEDIA_URL} does not answer.`, 'Start the media process, and let this machine reach it.'),
    );
  const hookUrl = config.MEDIA_HOOK_URL ?? (webUrl === undefined ? undefined : `${webUrl}/internal/media-hooks`);
  if (hookUrl !== undefined && runsPart(patient, 'media'))
    findings.push(await checkHooks(hookUrl, config.SECRET ?? (await keptSecret(databaseUrl))));
  return findings;
};

async function isHealthyMedia(url: string): Promise<boolean> {
  return probe(`${url.replace(/\/$/, '')}/media/healthz`, { isTrusting: true }).then(
    ({ status, text }) => status === 200 && text.includes('"ok":true'),
    () => false,
  );
}

/** Asks whether nobody may publish nowhere, as the media server does before it takes a byte: an answer proves way and secret. */
async function checkHooks(hookUrl: string, secret: string | undefined): Promise<Finding> {
  const name = 'media → web';
  if (secret === undefined)
    return warn(name, 'The secret is not known here, so the hooks were not asked.', 'Set SECRET as on the other machines.');
  try {
    const { status } = await probe(`${hookUrl}/authorize-publish`, {
      method: 'POST',
      isTrusting: true,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ sessionId: 'ses_doctor', key: 'doctor', protocol: 'rtmp', remoteIp: '127.0.0.1' }),
    });
    if (status === 404)
      return fail(
        name,
        `${hookUrl} refuses this SECRET, or is not Tuanzi.`,
        'Set the same SECRET everywhere, and MEDIA_HOOK_URL to …/internal/media-hooks.',
      );
    return status < 500
      ? ok(name, `${hookUrl} answers`)
      : fail(name, `${hookUrl} fails with ${status}.`, 'Look in the log of the web server.');
  } catch (error) {
    return fail(
      name,
      `${hookUrl} does not answer: ${reasonOf(error)}.`,
      'Let the media machine reach the web machine, and check MEDIA_HOOK_URL.',
    );
  }
}

async function keptSecret(databaseUrl: string | undefined): Promise<string | undefined> {
  if (databaseUrl === undefined) return undefined;
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ value: string }>(`select value #>> '{}' as value from platform.settings where name = 'secret'`);
    return rows[0]?.value;
  } catch {
    // The check of the database says what is wrong with it.
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

export const checkRedis: Check = async ({ config }) => {
  if (config.REDIS_URL === undefined) return [];
  const { createClient } = await import('redis');
  const client = createClient({ url: config.REDIS_URL, socket: { connectTimeout: 4000, reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? '';
    return [ok('Redis', `answers, version ${version}`)];
  } catch (error) {
    return [
      fail(
        'Redis',
        `REDIS_URL does not answer: ${reasonOf(error)}.`,
        'Start it, or leave REDIS_URL out: servers then hear of each other by the database.',
      ),
    ];
  } finally {
    if (client.isOpen) client.destroy();
  }
};
