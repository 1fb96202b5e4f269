/** The flags and verbs of the command line as data: the parser, the help text and the README's table are all made from it. */
import { parseArgs } from 'node:util';
import { FORMAT_NAMES, type FormatName } from '../core/report/formats/names.ts';
import { wrap } from '../core/report/formats/paint.ts';
import { nearest } from '../core/text/nearest.ts';
import { UsageError } from './usage-error.ts';

export const VERBS = {
  check: { usage: 'costlint [check] [paths…]', description: 'findings and cost; exit code 1 when a finding reaches --fail-on' },
  report: { usage: 'costlint report [paths…]', description: 'the same, but findings do not fail' },
  diff: { usage: 'costlint diff [base[..head]]', description: 'what a change costs a month and why; exit code 1 when it breaks a limit' },
  merge: { usage: 'costlint merge <blobs…>', description: 'the report over all parts of a scan that --shard made' },
  explain: { usage: 'costlint explain <file:line>', description: 'how the cost of one call is made, number by number' },
  comment: {
    usage: 'costlint comment <diff.json>',
    description: 'put the JSON of a diff on its pull request; --dry-run prints it',
  },
  lsp: { usage: 'costlint lsp --stdio', description: 'the language server, for editors to start' },
  rules: { usage: 'costlint rules [id]', description: 'all rules, or one with its reason, its options and its fix' },
  baseline: { usage: 'costlint baseline write|prune', description: 'accept what is found now; take out what is no longer found' },
  init: { usage: 'costlint init [folder]', description: 'write a first configuration from what is found' },
  prices: {
    usage: 'costlint prices show [model] | update',
    description: 'the prices in use, with source and date; update downloads newer ones',
  },
} as const;

export type Verb = keyof typeof VERBS;

interface Flag {
  readonly type: 'boolean' | 'text' | 'texts' | 'number' | 'date' | 'outputs';
  /** Only these values. */
  readonly choices?: readonly string[];
  /** What stands for the value in help. */
  readonly value?: string;
  readonly short?: string;
  readonly description: string;
}

export const FLAGS = {
  format: {
    type: 'outputs',
    short: 'f',
    value: 'name[:file]',
    choices: [...FORMAT_NAMES, 'blob'],
    description: `${FORMAT_NAMES.join(', ')} (default stylish); name:file writes a file; repeatable`,
  },
  'output-file': { type: 'text', short: 'o', value: 'file', description: 'write there instead of to the terminal' },
  config: { type: 'text', short: 'c', value: 'file', description: 'use this configuration instead of looking for one' },
  'no-config': { type: 'boolean', description: 'use no configuration file' },
  'print-config': {
    type: 'text',
    value: 'file',
    description: 'print what holds for a file, with the origin of each value',
  },
  baseline: { type: 'text', value: 'file', description: 'findings that are accepted (default costlint-baseline.json, where there is one)' },
  'pass-on-unpruned': { type: 'boolean', description: 'a baseline that accepts more than there is does not fail' },
  from: { type: 'text', value: 'url', description: 'of prices update: another source, or a file' },
  'no-inline-suppressions': { type: 'boolean', description: 'comments in the code silence nothing' },
  'budget-month': { type: 'number', value: 'usd', description: 'limit of a month, in place of the total in the configuration' },
  'report-unused-suppressions': {
    type: 'text',
    value: 'level',
    choices: ['off', 'warn', 'error'],
    description: 'severity of comments that silence nothing (default warn)',
  },
  root: { type: 'text', value: 'folder', description: 'folder to which paths in the report are relative' },
  'as-of': { type: 'date', value: 'date', description: 'price for this day (YYYY-MM-DD; default today, UTC)' },
  'fail-on': { type: 'text', value: 'level', choices: ['error', 'warning'], description: 'lowest severity that fails (default warning)' },
  'max-warnings': { type: 'number', value: 'n', description: 'fail only above this many warnings' },
  staged: { type: 'boolean', description: 'look at the files of the index, as they would be committed' },
  since: { type: 'text', value: 'ref', description: 'check only what may cost something else than at this commit' },
  changed: { type: 'boolean', description: 'the same for what is not committed yet (--since HEAD)' },
  shard: { type: 'text', value: 'i/n', description: 'check one of n parts, with --format blob; costlint merge joins them' },
  'no-error-on-unmatched-pattern': { type: 'boolean', description: 'paths that match nothing are no error' },
  base: { type: 'text', value: 'ref', description: 'report: the commit that the page compares with' },
  'merge-base': { type: 'boolean', description: 'diff: compare with the commit that both sides have in common' },
  'max-increase': { type: 'text', value: 'limit', description: 'diff: fail when a month costs more than 10% or $500 in addition' },
  fix: { type: 'boolean', description: 'make the safe fixes of a check' },
  'fix-suggestions': { type: 'boolean', description: 'make the others too, which want a look' },
  'fix-dry-run': { type: 'boolean', description: 'print what --fix or --fix-suggestions would change, and change nothing' },
  quiet: { type: 'boolean', short: 'q', description: 'findings of severity error only' },
  cache: { type: 'boolean', description: 'reuse what an earlier scan found in unchanged files' },
  'cache-location': { type: 'text', value: 'folder', description: 'where the cache stands (default node_modules/.cache/costlint)' },
  threads: { type: 'number', value: 'n', description: 'threads of a scan (default: 2 for large scans, else 1)' },
  color: { type: 'boolean', description: 'colour, also when the output is not a terminal' },
  'no-color': { type: 'boolean', description: 'no colour (as NO_COLOR does)' },
  by: {
    type: 'text',
    value: 'name',
    choices: ['feature', 'user', 'outcome', 'model', 'file'],
    description: 'of report: the cost by feature, user, outcome, model or file',
  },
  'what-if': { type: 'texts', value: 'key=value', description: 'of report: the cost if something were different; repeatable' },
  scenario: { type: 'text', value: 'name', description: 'of report: a what-if question of the configuration, by its name' },
  platform: { type: 'text', value: 'name', choices: ['github', 'gitlab'], description: 'where comment posts (default: where it runs)' },
  'pull-request': { type: 'number', value: 'n', description: 'the pull request of comment (default: that of the event)' },
  id: { type: 'text', value: 'name', description: 'tells several comments on one pull request apart' },
  'valid-at': { type: 'text', value: 'time', description: 'when the numbers were made: comment never replaces newer ones' },
  'dry-run': { type: 'boolean', description: 'print what would be written or posted' },
  version: { type: 'boolean', short: 'v', description: 'print the version' },
  help: { type: 'boolean', short: 'h', description: 'print this help' },
} as const satisfies Readonly<Record<string, Flag>>;

type FlagName = keyof typeof FLAGS;
type ValueOf<F> = F extends { type: 'boolean' }
  ? boolean
  : F extends { type: 'number' }
    ? number
    : F extends { type: 'outputs' }
      ? readonly Output[]
      : F extends { type: 'texts' }
        ? readonly string[]
        : F extends { choices: readonly (infer C)[] }
          ? C
          : string;
export type Flags = { readonly [N in FlagName]?: ValueOf<(typeof FLAGS)[N]> };

/** One output of a run: to a file, else to where the text goes by itself. */
export interface Output {
  /** `blob`: a part of a scan, for `costlint merge`. */
  readonly format: FormatName | 'blob';
  readonly file?: string;
}

export interface Invocation {
  readonly verb: Verb;
  /** What follows the verb: paths, or the subject of `explain` and `prices`. */
  readonly operands: readonly string[];
  readonly flags: Flags;
}

/** Reads the arguments after `node cli.js`. Throws a `UsageError` that names the argument and what was probably meant. */
export function readArguments(argv: readonly string[]): Invocation {
  const { tokens } = parseArgs({ args: [...argv], options: nodeOptions(), strict: false, allowPositionals: true, tokens: true });
  const flags: Record<string, FlagValue> = {};
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    else if (token.kind === 'option') {
      const name = knownFlag(token.name, token.rawName);
      const value = flagValue(name as FlagName, token.value);
      const before = flags[name];
      flags[name] = Array.isArray(before) && Array.isArray(value) ? ([...before, ...value] as FlagValue) : value;
    }
  }
  const first = operands[0];
  if (first === undefined || !Object.hasOwn(VERBS, first)) return { verb: 'check', operands, flags };
  return { verb: first as Verb, operands: operands.slice(1), flags };
}

type FlagValue = string | number | boolean | readonly Output[] | readonly string[];

const nodeOptions = () =>
  Object.fromEntries(
    flagList().map(([name, { type, short }]) => [
      name,
      { type: type === 'boolean' ? 'boolean' : 'string', ...(short && { short }) } as const,
    ]),
  );

const flagList = (): [string, Flag][] => Object.entries(FLAGS);

function knownFlag(name: string, written: string): string {
  if (Object.hasOwn(FLAGS, name)) return name;
  const meant = nearest(name, Object.keys(FLAGS));
  throw new UsageError(`Unknown option ${written}.${meant ? ` Did you mean --${meant}?` : ' costlint --help lists them all.'}`);
}

function flagValue(name: FlagName, text: string | undefined): FlagValue {
  const { type, choices, value }: Flag = FLAGS[name];
  if (type === 'boolean') {
    if (text !== undefined) throw new UsageError(`--${name} takes no value.`);
    return true;
  }
  if (text === undefined || text === '') throw new UsageError(`--${name} needs a value: --${name} <${value}>.`);
  // Names of formats have no colon; the file behind it may (`C:\\report.json`).
  const [, chosen = text, file] = (type === 'outputs' && /^([^:]*):(.*)$/s.exec(text)) || [];
  if (choices && !choices.includes(chosen)) {
    const meant = nearest(chosen, choices);
    throw new UsageError(
      `--${name} ${text}: expected ${choices.length > 3 ? `one of ${choices.join(', ')}` : choices.join(' or ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  if (type === 'outputs') {
    if (file === '') throw new UsageError(`--${name} ${text}: a file must follow the colon.`);
    return [{ format: chosen as Output['format'], ...(file !== undefined && { file }) }];
  }
  if (type === 'texts') return [text];
  if (type === 'number') {
    if (!/^-?\d+$/.test(text)) throw new UsageError(`--${name} ${text}: expected a whole number.`);
    return Number(text);
  }
  if (type === 'date' && !isDay(text)) throw new UsageError(`--${name} ${text}: expected a day as YYYY-MM-DD.`);
  return text;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export function helpText(version: string): string {
  const verbs = Object.values(VERBS).map(({ usage, description }) => [usage, description] as const);
  const flags = flagList().map(
    ([name, { short, value, description }]) =>
      [`${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`, description] as const,
  );
  return [
    `costlint ${version}: shows what every LLM call in your code costs, and why`,
    '',
    ...table(verbs),
    '',
    'Options',
    ...table(flags),
    '',
    'Exit codes: 0 clean, 1 findings, 2 wrong use, broken configuration or a failure of ours.',
    'Nothing of a project is executed. Only comment and prices update open a connection.',
    '',
  ].join('\n');
}

/** The flags as a Markdown table, for the README. */
export function flagTable(): string {
  const rows = flagList().map(
    ([name, { short, value, description }]) =>
      `| \`--${name}${value ? ` <${value}>` : ''}\`${short ? `, \`-${short}\`` : ''} | ${description} |`,
  );
  return ['| Option | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** Columns of the help text. */
const WIDTH = 100;

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.flatMap(([left, right]) =>
    wrap(right, WIDTH - width - 4).map((line, at) => `  ${(at === 0 ? left : '').padEnd(width)}  ${line}`),
  );
}
