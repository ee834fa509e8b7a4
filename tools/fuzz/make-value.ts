import fc from 'fast-check';
import type { KnownIds } from './known-ids.ts';
import type { Random } from './random.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}
export interface Maker {
  readonly random: Random;
  readonly ids: KnownIds;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const alphabets = ['苹果团购', 'apple ', 'مزرعة', 'עץ', '👨‍👩‍👧🍎', 'é̂Ω≈', '龘靐齉', '0123456789', '\'"<>&;--{{}}$%_\\/'].map((text) =>
  Array.from(text),
);

/** A value the schema accepts, as far as a schema says what is accepted. */
export function makeValue(maker: Maker, schema: Schema, name = '', depth = 0): unknown {
  const { random } = maker;
  if (schema.$ref !== undefined) return makeValue(maker, maker.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, name, depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return makeValue(maker, random.pick(choices), name, depth + 1);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => makeValue(maker, part, name, depth + 1) as object)) as object;
  switch ([schema.type].flat()[0]) {
    case 'object':
      return makeObject(maker, schema, depth);
    case 'array': {
      const least = schema.minItems ?? 0;
      const count = Math.min(schema.maxItems ?? 50, least + random.below(4));
      return Array.from({ length: count }, () => makeValue(maker, schema.items ?? {}, name.replace(/s$/, ''), depth + 1));
    }
    case 'integer':
    case 'number':
      return makeNumber(random, schema);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return makeText(maker, schema, name);
    default:
      return random.pick([null, 1, 'x', {}]);
  }
}

function makeObject(maker: Maker, { properties = {}, required = [] }: Schema, depth: number): object {
  const wanted = Object.entries(properties).filter(([key]) => required.includes(key) || (depth < 6 && maker.random.chance(0.6)));
  return Object.fromEntries(wanted.map(([key, part]) => [key, makeValue(maker, part, key, depth + 1)]));
}

function makeNumber(random: Random, { minimum = -1_000_000, maximum = 1_000_000, type }: Schema): number {
  const [low, high] = [Math.max(minimum, Number.MIN_SAFE_INTEGER), Math.min(maximum, Number.MAX_SAFE_INTEGER)];
  const edge = random.below(6);
  if (edge === 0) return low;
  if (edge === 1) return high;
  // Small numbers are what people send; the whole range is met as well.
  const value = edge < 5 ? low + random.next() * Math.min(high - low, 5000) : low + random.next() * (high - low);
  return type === 'integer' ? Math.round(value) : value;
}

const samplesOf = new Map<string, readonly string[]>();
/** Texts that match a pattern, drawn once; patterns with classes the generator does not know are matched by luck. */
function samplesFor(pattern: string): readonly string[] {
  const known = samplesOf.get(pattern);
  if (known !== undefined) return known;
  const expression = new RegExp(pattern, 'u');
  let samples: string[];
  try {
    samples = fc.sample(fc.stringMatching(expression), { seed: 1, numRuns: 60 });
  } catch {
    // Unicode classes: the alphabets below are tried against it.
    samples = alphabets.map((letters) => letters.join('')).filter((text) => expression.test(text));
  }
  samplesOf.set(pattern, samples);
  return samples;
}

function makeText({ random, ids }: Maker, { format, pattern, minLength = 0, maxLength = 5000 }: Schema, name: string): string {
  const id = random.chance(0.95) ? ids.for(name, random) : undefined;
  if (id !== undefined && (pattern === undefined || new RegExp(pattern, 'u').test(id))) return id;
  if (format === 'date-time') return new Date(Date.now() + (random.next() - 0.3) * 20 * 86_400_000).toISOString();
  if (format === 'email') return random.pick(['owner@tuanzi.local', 'a@b.example', `${'x'.repeat(60)}@example.com`]);
  if (format === 'uri') return 'https://example.com/';
  if (pattern !== undefined) {
    const fitting = samplesFor(pattern).filter((text) => text.length >= minLength && text.length <= maxLength);
    if (fitting.length > 0) return random.pick(fitting);
  }
  const length = Math.max(minLength, Math.min(maxLength, random.pick([1, 3, 8, 30, 200, 2000, random.chance(0.02) ? maxLength : 30])));
  const letters = random.pick(alphabets);
  const some = Array.from({ length: Math.min(length, 60) }, () => random.pick(letters)).join('');
  return some.repeat(Math.ceil(length / Math.max(1, some.length))).slice(0, length);
}
