import type { Random } from './random.ts';

/** JSON that is more than a value: keys no object literal keeps, numbers no program writes. */
const rawMark = '\uE000raw';
const raws = [
  '1e999',
  '-1e999',
  '1e-999',
  '9'.repeat(400),
  '-0',
  '0.1e1',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"a":1,"a":2}',
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  '"\\ud83d"',
  '"\\u0000"',
  '"\\udfff\\ud800"',
];
const wrongs: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  'a\u0000b',
  '\u202egnp',
  '\ud83d',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  1e308,
  [],
  [[]],
  {},
  { length: 1e9 },
  { toString: 1 },
  '../../etc/passwd',
  "'; drop table accounts; --",
  '<script>alert(1)</script>',
  '=cmd|calc',
  '%s%n${7*7}{{7*7}}',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00.000Z',
];
const hugeLengths = [1000, 20_000, 200_000];

/** A value with something wrong in one to three places, as the text of a body. */
export function breakBody(random: Random, value: unknown): string {
  if (random.chance(0.08)) return breakText(random, JSON.stringify(value) ?? '');
  let broken = value;
  for (let times = 1 + random.below(3); times > 0; times--) broken = breakSomewhere(random, broken, 0);
  const text = JSON.stringify(broken) ?? '';
  return text.replaceAll(new RegExp(`"${rawMark}(\\d+)"`, 'g'), (_, index: string) => raws[Number(index)] ?? 'null');
}

/** Bytes that are nearly JSON. */
function breakText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return random.pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + random.pick(['{', ']', '"', ',', '\\', '\u0000', '\ufeff', '💥']) + text.slice(at),
    () => text + text,
    () => '',
    () => 'null',
    () => '[]',
    () => '"just a text"',
    () => random.pick(raws),
  ])();
}

function breakSomewhere(random: Random, value: unknown, depth: number): unknown {
  const goesDeeper = typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random.chance(depth === 0 ? 0.9 : 0.6);
  if (!goesDeeper) return replacement(random, value);
  if (Array.isArray(value)) {
    const index = random.below(value.length);
    return value.map((part: unknown, i) => (i === index ? breakSomewhere(random, part, depth + 1) : part));
  }
  const entries = Object.entries(value);
  const [key] = random.pick(entries);
  switch (random.below(5)) {
    case 0:
      return Object.fromEntries(entries.filter(([name]) => name !== key));
    case 1:
      return {
        ...value,
        [random.pick(['extra', 'id', 'shopId', 'isAdmin', 'role', 'toString', 'hasOwnProperty', '\u0000'])]: replacement(random, 1),
      };
    default:
      return Object.fromEntries(entries.map(([name, part]) => [name, name === key ? breakSomewhere(random, part, depth + 1) : part]));
  }
}

function replacement(random: Random, value: unknown): unknown {
  switch (random.below(10)) {
    case 0:
      return `${rawMark}${random.below(raws.length)}`;
    case 1:
      return random.pick(['x', '🍎', ' ', '\\', '-', '<', '9']).repeat(random.pick(hugeLengths));
    case 2:
      return Array.from({ length: random.pick([60, 1000]) }, () => (typeof value === 'number' ? value : random.pick(['x', {}, null])));
    case 3:
      return typeof value === 'number' ? -value : (JSON.stringify(value) ?? '');
    default:
      return random.pick(wrongs);
  }
}

/** Text for a part of an address, as it is or percent-encoded. */
export function breakSegment(random: Random): string {
  return random.pick([
    '%00',
    '%2e%2e%2f',
    '..',
    '%',
    '%E0%A4%A',
    '%ff',
    'null',
    '0',
    '-1',
    '💥',
    'x'.repeat(300),
    'shp_',
    "'",
    '%0d%0aset-cookie:a=b',
    '__proto__',
    'constructor',
    '[object Object]',
    '\\',
    '{}',
    '9'.repeat(30),
  ]);
}
