/** The configuration of one file as its user would write it, with the place each value comes from. */
import { DEFAULT_CONFIG } from './defaults.ts';
import { globMatcher } from './globs.ts';
import type { Layer, Written } from './layer.ts';
import { isInterval, isRecord, mergedLayers } from './merge.ts';
import type { ConfigurableRule } from './options.ts';

export interface ExplainedConfig {
  /** Merged, with the overrides that cover the file put in; every rule with its severity and its options. */
  readonly config: Written;
  /** The same tree with the origin of each value in its place: `costlint.config.json:3`, a preset, or `default`. */
  readonly origins: Written;
}

/** `layers` hold for `path`, the strongest first. */
export function explainConfig(layers: readonly Layer[], path: string, rules: readonly ConfigurableRule[]): ExplainedConfig {
  const all: readonly Layer[] = [...layers, { written: defaults(rules), path: 'default', places: new Map() }];
  const values = all.map(({ written }) => written);
  const covering = (list: unknown) => ((list ?? []) as Written[]).map(({ files }) => globMatcher(files as string[])(path));
  const merged = mergedLayers(values);
  const covers = covering(merged.overrides);
  return { config: shownTree(merged, covers), origins: shownTree(mergedLayers(all.map(originsOf)), covers) };
}

/** What holds without any file, in the shape of one. */
function defaults(rules: readonly ConfigurableRule[]): Written {
  const settings = rules.map(({ id, severity, options }) => {
    const values = Object.entries(options).map(([name, option]) => [name, option.default]);
    return [id, { level: severity, ...(values.length > 0 && { options: Object.fromEntries(values) }) }];
  });
  const { scopes, usage } = DEFAULT_CONFIG;
  return {
    ignore: [],
    scopes,
    rules: Object.fromEntries(settings),
    usage: { callsPerMonth: usage.callsPerMonth, features: {} },
    budgets: [],
  };
}

/** Lists of objects are seen through; all else that is no object is a value with one origin. */
function originsOf({ written, path, places }: Layer): Written {
  const walk = (value: unknown, name: string, around: string): unknown => {
    const place = places.get(name);
    const origin = place ? `${path}:${place.line}` : around;
    if (Array.isArray(value)) return value.map((item, i) => (isRecord(item) ? walk(item, `${name}[${i}]`, origin) : origin));
    if (!isRecord(value) || isInterval(value)) return origin;
    if (isRuleSetting(value))
      return { level: origin, ...(value.options !== undefined && { options: walk(value.options, `${name}[1]`, origin) }) };
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, walk(inner, name === '' ? key : `${name}.${key}`, origin)]),
    );
  };
  return walk(written, '', path) as Written;
}

const isRuleSetting = (value: Written): boolean =>
  'level' in value && Object.keys(value).every((key) => key === 'level' || key === 'options');

/** Overrides that cover the file are put into the rules; what only steers the reading is left out. */
function shownTree(merged: Written, covers: readonly boolean[]): Written {
  const { $schema, root, extends: bases, overrides, budgets, rules, ...rest } = merged;
  const applied = ((overrides ?? []) as Written[]).filter((_, i) => covers[i]).map((item) => (item.rules ?? {}) as Written);
  const settings = mergedLayers([...applied.reverse(), (rules ?? {}) as Written]);
  const ids = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    rules: Object.fromEntries(ids.map(([id, setting]) => [id, asWritten(setting as Written)])),
    ...rest,
    budgets: ((budgets ?? []) as Written[]).map(({ within, at, ...budget }) => budget),
  };
}

const asWritten = ({ level, options }: Written): unknown => (options === undefined ? level : [level, options]);

/** JSON with a comment behind each value: fit to be read, and to be used as a configuration. */
export function explainedText({ config, origins }: ExplainedConfig): string {
  const lines: { readonly text: string; readonly origin: string }[] = [];
  const walk = (value: unknown, origin: unknown, indent: string, head: string, tail: string): void => {
    const entries = entriesOf(value);
    if (!entries || entries.length === 0) {
      lines.push({
        text: `${indent}${head}${oneLine(value)}${tail}`,
        origin: typeof origin === 'string' ? origin : String([origin].flat()[0] ?? ''),
      });
      return;
    }
    const [open, close] = Array.isArray(value) ? '[]' : '{}';
    lines.push({ text: `${indent}${head}${open}`, origin: '' });
    entries.forEach(([key, inner], i) => {
      const name = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
      const from = isRecord(origin) || Array.isArray(origin) ? (origin as Written)[key] : origin;
      walk(inner, from, `${indent}  `, name, i < entries.length - 1 ? ',' : '');
    });
    lines.push({ text: `${indent}${close}${tail}`, origin: '' });
  };
  walk(config, origins, '', '', '');
  const width = Math.min(72, Math.max(...lines.filter(({ origin }) => origin !== '').map(({ text }) => text.length)));
  return lines.map(({ text, origin }) => (origin === '' ? `${text}\n` : `${text.padEnd(width)}  // ${origin}\n`)).join('');
}

/** What is shown on lines of its own: objects, and lists that hold any. */
function entriesOf(value: unknown): readonly [string, unknown][] | undefined {
  if (Array.isArray(value)) return value.some((item) => isRecord(item)) ? Object.entries(value) : undefined;
  return isRecord(value) && !isInterval(value) ? Object.entries(value) : undefined;
}

/** A value on one line, with a number that was read as an interval as it was written. */
const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  return JSON.stringify(plain(value));
};

function plain(value: unknown): unknown {
  const { low, high, expected } = (isInterval(value) ? value : {}) as Written;
  return isInterval(value) && low === high ? expected : value;
}
