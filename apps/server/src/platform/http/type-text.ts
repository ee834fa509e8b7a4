import { z } from 'zod';
import { escapeHtml } from './escape-html.ts';

interface Shape {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
}

/** Types that have a name of their own, by what their description says. */
const plainNames: Readonly<Record<string, string>> = {
  'Prefixed, time-sortable identifier.': 'Id',
  'Money in integer fen.': 'Fen',
  'UTC instant.': 'Instant',
  'Mainland mobile number.': 'Phone',
};
const lineMax = 96;

/**
 * A schema as a reader of TypeScript knows types, in HTML: limits and patterns are left to the OpenAPI document, named
 * types are linked and collected in `named` for a list of their own.
 */
export function typeHtml(schema: z.ZodType, io: 'input' | 'output', named: Map<string, string>): string {
  const { $defs = {}, ...shape } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape & { $defs?: Record<string, Shape> };
  for (const [name, part] of Object.entries($defs)) if (!named.has(name)) named.set(name, show(part, 0));
  return show(shape, 0);
}

function show(shape: Shape, depth: number): string {
  if (shape.$ref !== undefined) {
    const name = escapeHtml(shape.$ref.split('/').at(-1) ?? '');
    return `<a href="#type-${name}">${name}</a>`;
  }
  if (shape.const !== undefined) return literal(shape.const);
  if (shape.enum !== undefined) return shape.enum.map(literal).join(' | ');
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => show(choice, depth)))].join(' | ');
  if (shape.allOf !== undefined) return shape.allOf.map((part) => show(part, depth)).join(' &amp; ');
  const plain = plainNames[shape.description ?? ''];
  if (plain !== undefined) return plain;
  if (shape.type === 'array') {
    const item = show(shape.items ?? {}, depth);
    return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (shape.type === 'object') return showObject(shape, depth);
  if (shape.format === 'date-time') return 'Instant';
  return [shape.type ?? 'unknown'].flat().join(' | ');
}

function showObject({ properties, required = [], additionalProperties }: Shape, depth: number): string {
  if (properties === undefined)
    return `Record&lt;string, ${typeof additionalProperties === 'object' ? show(additionalProperties, depth) : 'unknown'}&gt;`;
  const fields = Object.entries(properties).map(([name, part]) => ({
    text: `${escapeHtml(name)}${required.includes(name) ? '' : '?'}: ${show(part, depth + 1)}`,
    note: noteOf(part),
  }));
  if (fields.length === 0) return '{}';
  const line = `{ ${fields.map(({ text }) => text).join('; ')} }`;
  const isShort = line.replaceAll(/<[^>]+>/g, '').length <= lineMax && fields.every(({ note }) => note === '') && !line.includes('\n');
  if (isShort) return line;
  const indent = '  '.repeat(depth + 1);
  return `{\n${fields.map(({ text, note }) => `${indent}${text};${note === '' ? '' : ` <i>// ${escapeHtml(note)}</i>`}`).join('\n')}\n${'  '.repeat(depth)}}`;
}

function noteOf({ description, default: fallback }: Shape): string {
  const words = description === undefined || plainNames[description] !== undefined ? '' : description;
  return [words, fallback === undefined || fallback === null ? '' : `${JSON.stringify(fallback)} when left out`]
    .filter((part) => part !== '')
    .join(' ');
}

function literal(value: unknown): string {
  return escapeHtml(typeof value === 'string' ? `'${value}'` : String(value));
}
