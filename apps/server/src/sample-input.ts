import { z } from 'zod';

interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Texts tried in turn where a pattern is asked for; one fits every pattern of the contract. */
const texts = ['苹果', 'Fuji-2026', 'prd_0123456789abcdef', '13800138000', '123456', 'AbCd1234', '/orders', 'prd_01', 'a-handle', '秦岭'];

/** A value the schema accepts, for tests that ask who may call and not what with. `ids` gives ids by the name of their field. */
export function sampleInput(schema: z.ZodType, ids: Readonly<Record<string, string>> = {}): unknown {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape & { $defs?: Record<string, Shape> };
  return sample(whole, ids, '', whole.$defs ?? {});
}

function sample(shape: Shape, ids: Readonly<Record<string, string>>, name: string, named: Readonly<Record<string, Shape>>): unknown {
  if (shape.$ref !== undefined) return sample(named[shape.$ref.split('/').at(-1) ?? ''] ?? {}, ids, name, named);
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  const choice = shape.anyOf?.[0] ?? shape.oneOf?.[0] ?? shape.allOf?.[0];
  if (choice !== undefined) return sample(choice, ids, name, named);
  switch (shape.type) {
    case 'object': {
      const required = new Set(shape.required);
      return Object.fromEntries(
        Object.entries(shape.properties ?? {})
          .filter(([key]) => required.has(key))
          .map(([key, part]) => [key, sample(part, ids, key, named)]),
      );
    }
    case 'array':
      return Array.from({ length: shape.minItems ?? 0 }, () => sample(shape.items ?? {}, ids, name.replace(/s$/, ''), named));
    case 'integer':
    case 'number':
      return Math.max(shape.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(shape, ids[name]);
  }
}

function sampleText({ format, pattern, minLength = 0, maxLength = Infinity }: Shape, known: string | undefined): string {
  if (known !== undefined) return known;
  if (format === 'date-time') return '2026-11-22T12:00:00.000Z';
  if (format === 'email') return 'somebody@example.com';
  if (format === 'uri') return 'https://example.com/';
  const fitting = texts
    .map((text) => text.padEnd(minLength, '0'))
    .find((text) => text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text)));
  if (fitting === undefined) throw new Error(`no sample fits ${pattern}; add one`);
  return fitting;
}
