import { sql } from 'kysely';
import type { App } from '#platform/app';
import { demoAccounts } from './demo/demo-accounts.ts';
import { lanAddresses } from './platform/https-certificate.ts';
import { isSetUpNeeded } from '#modules/shops';
import { systemActor } from '#platform/ctx';

interface Started {
  readonly url: string;
  readonly isHttps: boolean;
  readonly hasMedia: boolean;
}

/** Tells the operator what to open, on this machine and on phones, who to be, and what is missing. */
export async function printWelcome(app: App, { url, isHttps, hasMedia }: Started, print: (line: string) => void): Promise<void> {
  const { config } = app;
  const lan = isOpenToNetwork(config.HOST) ? lanAddresses() : [];
  const say = (line: string) => print(line === '' ? '' : `  ${line}`);
  say('');
  say('Tuanzi 团子');
  if (config.RUN.includes('web')) {
    const shown = config.PUBLIC_URL?.replace(/\/$/, '') ?? url;
    say(`shop      ${shown}/`);
    say(`console   ${shown}/console`);
    if (config.PUBLIC_URL === undefined) for (const address of lan) say(`phones    ${url.replace('localhost', address)}/`);
    say(`API       ${shown}/api-docs`);
  }
  if (hasMedia)
    say(
      `RTMP      rtmp://${config.PUBLIC_URL === undefined ? (lan[0] ?? 'localhost') : new URL(config.PUBLIC_URL).hostname}:${config.RTMP_PORT}/live`,
    );
  if (config.RUN.includes('web')) {
    if (isHttps)
      say(
        'The certificate is self-made: a phone asks once whether to go on; choose "Advanced", then "Proceed". Only then does it offer its camera.',
      );
    else if (lan.length > 0 && config.PUBLIC_URL === undefined)
      say('Phones offer a page their camera only over https: npm start -- --https');
    await printMissing(app, say);
  }
  if (config.DEMO && (await hasDemo(app))) {
    say('');
    say('demo accounts');
    for (const { role, signIn } of demoAccounts) say(`${role.padEnd(9)} ${signIn}`);
  }
  say('');
}

async function printMissing(app: App, say: (line: string) => void): Promise<void> {
  if (await isSetUpNeeded(app.read(systemActor)))
    say('Nobody owns this installation yet: whoever opens the console first makes the owner’s account.');
  if (Object.keys(app.ports.payments).length === 0) say('No payment provider is configured: shoppers can place orders, and not pay them.');
  if (!app.config.SMS_TO_CONSOLE)
    say('No SMS gateway is configured: sign-in by phone does not work (SMS_TO_CONSOLE=1 prints the codes here).');
}

function isOpenToNetwork(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

async function hasDemo(app: App): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.settings where name = 'demo'`.execute(app.database.db);
  return rows.length > 0;
}
