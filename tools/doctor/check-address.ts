import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import { lanAddresses } from '../../apps/server/src/platform/https-certificate.ts';
import { fail, ok, reasonOf, runsPart, warn, type Check, type Finding, type Patient } from './finding.ts';
import { isTuanzi } from './probe.ts';

const dayMs = 86_400_000;
const daysLeftMin = 14;

export const checkAddress: Check = async (patient) => {
  if (!runsPart(patient, 'web', 'live')) return [];
  const { config } = patient;
  const lan = config.HOST === '0.0.0.0' || config.HOST === '::' ? lanAddresses() : [];
  const findings = [checkPublicUrl(patient), ...(await checkReach(patient)), ...checkOwnCertificate(config.dataDir)];
  if (config.PUBLIC_URL === undefined)
    findings.push(
      lan.length > 0
        ? ok('phones', `on the same network: ${lan.map((address) => `${address}:${config.PORT}`).join(', ')}`)
        : warn(
            'phones',
            'Phones cannot reach this machine: it listens on itself only, or has no network.',
            'Leave HOST at 0.0.0.0, or put a proxy in front and set PUBLIC_URL.',
          ),
    );
  return findings;
};

function checkPublicUrl({ config }: Patient): Finding {
  const name = 'PUBLIC_URL';
  if (config.PUBLIC_URL === undefined)
    return config.isProduction
      ? warn(
          name,
          'Not set: links and posters carry the address of this machine.',
          'Set it to the address people use, e.g. https://shop.example.com.',
        )
      : ok(name, 'not set; links carry the address of this machine');
  const { protocol, pathname, search, hostname } = new URL(config.PUBLIC_URL);
  const isLocal = hostname === 'localhost' || hostname.startsWith('127.');
  if (pathname !== '/' || search !== '')
    return fail(name, `${config.PUBLIC_URL} has a path.`, 'Tuanzi wants a host of its own: leave the path out.');
  if (config.isProduction && isLocal) return fail(name, `${config.PUBLIC_URL} is this machine only.`, 'Set it to the address people use.');
  if (protocol === 'http:' && !isLocal)
    return warn(
      name,
      `${config.PUBLIC_URL} is not https: no camera on phones, and sign-ins can be read.`,
      'Put Caddy or nginx in front (docs/deploy.md).',
    );
  if (protocol === 'https:' && config.TRUST_PROXY === 0)
    return warn(
      name,
      'https, but TRUST_PROXY is off: every visitor seems to come from the proxy.',
      'Set TRUST_PROXY=1 if one proxy is in front.',
    );
  return ok(name, config.PUBLIC_URL);
}

async function checkReach({ config, webUrl }: Patient): Promise<Finding[]> {
  if (config.PUBLIC_URL === undefined || webUrl === undefined) return [];
  const { hostname, protocol, port, origin } = new URL(config.PUBLIC_URL);
  const name = 'reached there';
  if (protocol === 'https:') {
    const certificate = await certificateOf(hostname, port === '' ? 443 : Number(port)).catch((error: unknown) => reasonOf(error));
    if (typeof certificate === 'string')
      return [
        fail(name, `${origin} offers no valid https: ${certificate}.`, 'Renew the certificate of the proxy, or let the proxy get one.'),
      ];
    if (certificate - Date.now() < daysLeftMin * dayMs)
      return [
        warn(
          name,
          `The certificate of ${origin} ends on ${new Date(certificate).toISOString().slice(0, 10)}.`,
          'Renew it, and find out why that did not happen by itself.',
        ),
      ];
  }
  if (await isTuanzi(origin)) return [ok(name, `${origin} leads here`)];
  return [
    warn(
      name,
      `${origin} does not lead to this installation, as seen from here.`,
      'Check the proxy and the name; some networks cannot reach their own public address.',
    ),
  ];
}

/** When the certificate a browser would be shown ends; rejects where a browser would refuse it. */
function certificateOf(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: host, timeout: 4000 }, () => {
      resolve(new Date(socket.getPeerCertificate().valid_to).getTime());
      socket.end();
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer within 4 s')));
    socket.once('error', reject);
  });
}

/** The one of `npm start -- --https`, if there is one. */
function checkOwnCertificate(dataDir: string): Finding[] {
  const file = path.join(dataDir, 'https', 'cert.pem');
  if (!existsSync(file)) return [];
  try {
    const certificate = new X509Certificate(readFileSync(file));
    const missing = lanAddresses().filter((address) => certificate.checkIP(address) === undefined);
    const ends = new Date(certificate.validTo);
    const renew = 'Start again with --https, which makes a new one.';
    if (ends.getTime() < Date.now()) return [warn('--https', `Its certificate ended on ${ends.toISOString().slice(0, 10)}.`, renew)];
    if (missing.length > 0) return [warn('--https', `Its certificate does not know ${missing.join(', ')}.`, renew)];
    return [ok('--https', `certificate until ${ends.toISOString().slice(0, 10)}`)];
  } catch (error) {
    return [
      fail('--https', `${file} cannot be read: ${reasonOf(error)}.`, 'Remove the folder; the next start with --https makes a new one.'),
    ];
  }
}
