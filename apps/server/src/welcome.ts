import { sql } from 'kysely';
import type { App } from '#platform/app';
import { demoAccounts } from './demo/demo-accounts.ts';

/** Tells the operator what to open, on this machine and on phones, and who to be. */
export async function printWelcome(app: App, { url, isHttps, lan }: { url: string; isHttps: boolean; lan: readonly string[] }, print: (line: string) => void): Promise<void> {
  const { config } = app;
  const port = new URL(url).port;
  const scheme = isHttps ? 'https' : 'http';
  print('');
  print('  Tuanzi 团子');
  print(`  shop      ${url}/`);
  print(`  console   ${url}/console`);
  for (const address of lan) print(`  phones    ${scheme}://${address}:${port}/`);
  if (config.RUN.includes('media')) print(`  RTMP      rtmp://${lan[0] ?? 'localhost'}:${config.RTMP_PORT}/live`);
  print(`  API       ${url}/api-docs`);
  if (isHttps) print('  The certificate is self-made: a phone asks once whether to go on; choose "Advanced", then "Proceed". Only then does it offer its camera.');
  else if (lan.length > 0) print('  Phones offer a page their camera only over https: npm start -- --https');
  if (config.DEMO && (await hasDemo(app))) {
    print('');
    print('  demo accounts');
    for (const { role, signIn } of demoAccounts) print(`  ${role.padEnd(9)} ${signIn}`);
  }
  print('');
}

async function hasDemo(app: App): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.settings where name = 'demo'`.execute(app.database.db);
  return rows.length > 0;
}
