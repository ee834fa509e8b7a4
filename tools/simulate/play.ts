import type { Contract } from '@tuanzi/contract';
import type { Input } from '@tuanzi/contract/api';
import type { Pool } from 'pg';
import { systemActor } from '../../apps/server/src/platform/ctx.ts';
import type { SimulatedClock } from './clock.ts';
import type { Step } from './plan.ts';
import type { SimulatedProvider } from './provider.ts';
import type { Answer, Sender, Server } from './server.ts';
import { signIn, type Campaign, type Card, type Person, type Place, type Setting } from './world.ts';

export type OrderInput = Input<Contract['POST /api/orders']>;
export interface SentOrder {
  readonly key: string;
  readonly input: OrderInput;
  readonly person: Person;
  readonly sentMs: number;
  /** What it was answered with, once it was. */
  orderId?: string;
}
/** Two alarms of one name are the same mistake. */
export interface Alarm {
  readonly name: string;
  readonly detail: string;
}
export interface SaidComment {
  readonly sceneId: string;
  readonly seq: number;
  readonly clientId: string;
}

/** A history being played: the servers, the world outside of them, and what people remember. */
export interface Play {
  readonly setting: Setting;
  readonly servers: readonly Server[];
  readonly clock: SimulatedClock;
  readonly providers: readonly SimulatedProvider[];
  /** For looking and for checking, never for acting. */
  readonly db: Pool;
  readonly campaigns: Campaign[];
  readonly cards: Card[];
  readonly places: Place[];
  readonly linkCodes: string[];
  readonly sent: SentOrder[];
  readonly said: SaidComment[];
  /** What readers were shown, by scene and sequence. */
  readonly shown: Map<string, string>;
  readonly cursors: Map<string, number>;
  /** What must never happen, whatever the tables say. */
  readonly alarms: Alarm[];
  /** Failures of the product that are forgiven when somebody died on purpose in the same batch. */
  readonly doubts: Alarm[];
}

/** Does a step and says what came of it. */
export type Act = (play: Play, step: Step) => Promise<string>;

export function choose<T>(list: readonly T[], n: number): T | undefined {
  return list[n % Math.max(1, list.length)];
}

/** One of the newest few. */
export function recent<T>(list: readonly T[], n: number, window: number): T | undefined {
  return list.at(-1 - (n % Math.max(1, Math.min(list.length, window))));
}

export function personOf(play: Play, step: Step): Person {
  return choose(play.setting.people, step.who) ?? play.setting.owner;
}

/** Lanes are spread over the servers. */
export function serverOf(play: Play, step: Step): Server {
  return choose(play.servers, step.lane) ?? fail();
}

/** The other one, when there are two. */
export function otherServer(play: Play, step: Step): Server {
  return choose(play.servers, step.lane + 1) ?? fail();
}

function fail(): never {
  throw new Error('a play has a server');
}

/** Calls a route as a person would: who was signed out signs in again, and a server that fails is noticed. */
export async function ask<R extends keyof Contract>(
  play: Play,
  server: Server,
  route: R,
  input: Input<Contract[R]>,
  as: Sender & { person?: Person } = {},
): Promise<Answer<R>> {
  const { person, ...sender } = as;
  const send = () => server.call(route, input, { ...sender, ...(person !== undefined && { cookie: person.cookie }) });
  let answer = await send();
  if (answer.status === 401 && person !== undefined) {
    person.cookie = (await server.app.transact(systemActor, (ctx) => signIn(ctx, person.accountId, person.isGuest))).cookie;
    answer = await send();
  }
  if (answer.status >= 500 && answer.code !== 'busy' && answer.code !== 'provider_unavailable')
    play.doubts.push({ name: `${route} was answered ${answer.status}`, detail: answer.text.slice(0, 300) });
  return answer;
}

export async function look<Row>(play: Play, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await play.db.query(text, [...values])).rows as Row[];
}

export function outcomeOf(answer: { readonly code: string }): string {
  return answer.code === '' ? 'ok' : answer.code;
}

/** At the same time; in a play of one lane one after the other, so that it goes the same way each time. */
export async function atOnce<T>(play: Play, works: readonly (() => Promise<T>)[]): Promise<T[]> {
  if (play.servers.length > 1) return Promise.all(works.map((work) => work()));
  const results: T[] = [];
  for (const work of works) results.push(await work());
  return results;
}
