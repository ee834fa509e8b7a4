import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { callProvider, ProviderRefusal } from '../call-provider.ts';
import type { StripeSettings } from './settings.ts';

/** The form of objects is that of this version, whatever the account's default is. */
const version = '2024-06-20';
const Refused = z.object({
  error: z.object({ code: z.string().optional(), type: z.string().default(''), message: z.string().default('') }),
});

/** A tree of parameters as Stripe writes it: `line_items[0][quantity]=1`. */
export type Tree = { readonly [name: string]: string | number | Tree };

export function formOf(tree: Tree): URLSearchParams {
  const form = new URLSearchParams();
  const add = (path: string, value: string | number | Tree) => {
    if (typeof value === 'object') for (const [name, part] of Object.entries(value)) add(`${path}[${name}]`, part);
    else form.append(path, String(value));
  };
  for (const [name, value] of Object.entries(tree)) add(name, value);
  return form;
}

export interface StripeCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly params?: Tree;
  /** The same key again is answered the same and does nothing. */ readonly idempotencyKey?: string;
}

/** Somebody asks the same in the same moment: the answer of both is there shortly. */
const [triesMax, pauseMs] = [4, 250];

/** Calls Stripe; rejects with ProviderRefusal when it says no. Its answers are not signed: they come by TLS from its own address. */
export async function callStripe(settings: StripeSettings, call: StripeCall): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await callOnce(settings, call);
    } catch (error) {
      if (!(error instanceof ProviderRefusal) || error.status !== 409 || tries === triesMax) throw error;
      await setTimeout(pauseMs * tries);
    }
  }
}

async function callOnce(
  { secretKey, apiUrl }: StripeSettings,
  { method, path, params = {}, idempotencyKey }: StripeCall,
): Promise<unknown> {
  const form = formOf(params).toString();
  const url = new URL(`${apiUrl().replace(/\/$/, '')}${path}`);
  if (method === 'GET') url.search = form;
  const answer = await callProvider({
    method,
    url,
    headers: {
      authorization: `Bearer ${secretKey}`,
      'stripe-version': version,
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(method === 'POST' && { body: form }),
  });
  const parsed: unknown = parseOrNothing(answer.text);
  if (answer.status === 200 && parsed !== undefined) return parsed;
  const refused = Refused.safeParse(parsed);
  const { code, type, message } = refused.success ? refused.data.error : { code: 'unreadable', type: '', message: '' };
  throw new ProviderRefusal('Stripe', { status: answer.status, code: code ?? type, message });
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
