import { demoAccounts, demoPassword } from '../../apps/server/src/demo/demo-accounts.ts';
import type { Copy } from '../../apps/server/src/testing-start.ts';
import type { Random } from './random.ts';
import { send } from './send.ts';

/** Somebody who asks. Those who are hard to become again do not sign out. */
export interface FuzzCaller {
  readonly name: string;
  cookie: string | undefined;
  readonly isKept: boolean;
}

const json = { 'content-type': 'application/json' };

/** Nobody, guests, shoppers, and the people of the demo shop. */
export async function createCallers(copy: Copy, url: string, random: Random): Promise<FuzzCaller[]> {
  const staff = await Promise.all(
    demoAccounts.flatMap(({ role, email }) =>
      email === undefined ? [] : [becomeStaff(url, email).then((cookie): FuzzCaller => ({ name: role, cookie, isKept: true }))],
    ),
  );
  const shoppers: FuzzCaller[] = [];
  for (let i = 0; i < 3; i++) shoppers.push({ name: 'shopper', cookie: await becomeShopper(copy, url, aPhone(random)), isKept: false });
  const guests: FuzzCaller[] = [];
  for (let i = 0; i < 3; i++) guests.push({ name: 'guest', cookie: await becomeGuest(url), isKept: false });
  return [{ name: 'nobody', cookie: undefined, isKept: false }, ...guests, ...shoppers, ...staff];
}

/** Whoever has lost their session gets another. */
export async function comeBack(copy: Copy, url: string, caller: FuzzCaller, random: Random): Promise<void> {
  if (caller.name === 'guest') caller.cookie = await becomeGuest(url);
  else if (caller.name === 'shopper') caller.cookie = await becomeShopper(copy, url, aPhone(random));
}

async function becomeGuest(url: string): Promise<string> {
  return cookieOf(await send(url, { method: 'POST', path: '/api/auth/guest', headers: json, body: '{}' }));
}

async function becomeStaff(url: string, email: string): Promise<string> {
  const body = JSON.stringify({ email, password: demoPassword });
  return cookieOf(await send(url, { method: 'POST', path: '/api/auth/email/sign-in', headers: json, body }));
}

async function becomeShopper(copy: Copy, url: string, phone: string): Promise<string> {
  const headers = { ...json, 'x-forwarded-for': `10.77.${phone.slice(-4, -2)}.${phone.slice(-2)}` };
  await send(url, { method: 'POST', path: '/api/auth/phone/code', headers, body: JSON.stringify({ phone }) });
  // The demo prints codes where its operator sees them.
  let code: string | undefined;
  for (let tries = 0; tries < 1200 && code === undefined; tries++) {
    code = new RegExp(`${phone}: (\\d{6})`).exec(copy.said())?.[1];
    if (code === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return cookieOf(await send(url, { method: 'POST', path: '/api/auth/phone/sign-in', headers, body: JSON.stringify({ phone, code }) }));
}

function cookieOf({ cookie, status, text }: { cookie: string | undefined; status: number; text: string }): string {
  if (cookie === undefined) throw new Error(`nobody could sign in: ${status} ${text.slice(0, 300)}`);
  return cookie;
}

function aPhone(random: Random): string {
  return `1${3 + random.below(7)}${String(random.below(1_000_000_000)).padStart(9, '0')}`;
}
