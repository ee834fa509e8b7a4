/**
 * The law of imports, generated from the one list of modules in app.ts: a module calls only modules above it, through
 * the door; SQL stays in stores; rules are pure; the platform knows no module; screens never reach the server.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type IForbiddenRuleType, type ICruiseResult } from 'dependency-cruiser';

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}
export interface Cruise {
  readonly violations: readonly Violation[];
  readonly modulesSeen: number;
}

/** Module names in tier order, read from the list in app.ts. */
export function moduleOrder(appFile: string): string[] {
  const text = readFileSync(appFile, 'utf8');
  const list = text.slice(text.indexOf('export const modules'));
  return [...list.matchAll(/\b([a-z]\w*)Module\b/g)].map(([, name = '']) =>
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
}

const server = 'apps/server/src';

/** What one part of the repository may not know of another. */
const partRules: readonly IForbiddenRuleType[] = [
  {
    name: 'platform-knows-no-module',
    severity: 'error',
    comment: 'The kernel knows no business word.',
    from: { path: `^${server}/platform/`, pathNot: '[.]test[.]ts$' },
    to: { path: `^${server}/(modules|media|demo)/` },
  },
  {
    name: 'media-stands-alone',
    severity: 'error',
    comment: 'The media process imports nothing of the web process.',
    from: { path: `^${server}/media/`, pathNot: '[.]test[.]ts$' },
    to: { path: `^${server}/(modules|platform)/` },
  },
  {
    name: 'contract-is-zod-only',
    severity: 'error',
    comment: 'The contract imports zod and itself.',
    from: { path: '^packages/contract/' },
    to: { pathNot: ['^packages/contract/', 'node_modules/zod/'] },
  },
  {
    name: 'screens-know-types-only',
    severity: 'error',
    comment: 'Import the contract as types; the server never.',
    from: { path: '^(apps/(shop|console)|packages/(client|ui))/' },
    // The addresses of pictures, the length of a password and the size of a tree of categories are plain, known to all three sides and free of what the contract is written with.
    to: {
      path: ['^apps/server/', '^packages/contract/'],
      pathNot: '^packages/contract/src/(pictures|passwords|category-limits)[.]ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'commands-do-not-reach-out',
    severity: 'error',
    comment: 'Only ports and process edges open sockets; a command enqueues a job.',
    from: { path: `^${server}/modules/`, pathNot: '[.]test[.]ts$' },
    to: { path: '^(node:)?(http|https|net|tls|dgram|child_process)$', dependencyTypesNot: ['type-only'] },
  },
];

export function rules(order: readonly string[]): IForbiddenRuleType[] {
  const module = `^${server}/modules/([^/]+)/`;
  return [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'enter-by-the-door',
      severity: 'error',
      comment: 'Use another module through its index.ts.',
      from: { path: module },
      to: { path: module, pathNot: [`^${server}/modules/$1/`, `^${server}/modules/[^/]+/(index|testing)[.]ts$`] },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      comment: 'Factories are for tests.',
      from: { pathNot: ['[.]test[.]ts$', '/testing[^/]*[.]ts$', '^(e2e|bench|tools)/'] },
      to: { path: '/testing[^/]*[.]ts$' },
    },
    ...order.map((name, i): IForbiddenRuleType => ({
      name: `${name}-calls-upwards-only`,
      severity: 'error',
      comment: 'Modules below in app.ts hear events or provide to extension points; they are not imported.',
      from: { path: `^${server}/modules/${name}/`, pathNot: ['[.]test[.]ts$', '/testing[.]ts$'] },
      to: { path: `^${server}/modules/(${order.slice(i + 1).join('|') || '-'})/` },
    })),
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      comment: 'Move the statement to store.ts (or a store/ folder).',
      from: { path: `^${server}/modules/`, pathNot: ['/store[^/]*[.]ts$', '[.]test[.]ts$', '/testing[.]ts$'] },
      to: { path: 'node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'rules.ts takes values and returns values; digests and random digits are values too.',
      from: { path: `^${server}/modules/[^/]+/rules[.]ts$` },
      to: {
        pathNot: ['/rules[.]ts$', `^${server}/platform/(money|assert|problem)[.]ts$`, '^packages/contract/', '^(node:)?crypto$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    ...partRules,
  ];
}

/** Cruises the given folders of a tree and lists what breaks the law, with how many modules were seen at all. */
export async function cruiseTree(root: string, folders: readonly string[], order: readonly string[]): Promise<Cruise> {
  const { output } = await cruise([...folders], {
    baseDir: root,
    ruleSet: { forbidden: rules(order) },
    validate: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(root, 'tsconfig.json') },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  });
  const { summary, modules } = output as ICruiseResult;
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    modulesSeen: modules.filter(({ source }) => !source.includes('node_modules')).length,
  };
}
