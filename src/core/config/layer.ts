/** One configuration file as layers that can be merged: what it says itself and what it extends, with globs as seen from the root. */
import { PRESETS, presetOf } from './defaults.ts';
import { below, seenFrom } from './globs.ts';
import { type ConfigurableRule, configShape } from './options.ts';
import { type ConfigProblem, type Parsed, parseConfig } from './parse.ts';

export interface ConfigFile {
  /** As messages name it. */
  readonly path: string;
  readonly text: string;
  /** The root of the scan as seen from the file's folder: '' when it is that folder, `packages/app` when the file stands above. */
  readonly rootBelow?: string;
  /** The file's folder as seen from the root of the scan, when it lies below: `packages/app`. */
  readonly folder?: string;
  /** The file as the report names it, relative to the root; by default as messages do. */
  readonly reported?: string;
  /** Settings of an editor, which stand in no file of the project. */
  readonly isSettings?: boolean;
}

/** The configuration that a file extends; undefined when there is none, a reason when it must not be read. `from` names it. */
export type Load = (from: string, name: string) => ConfigFile | { readonly refused: string } | undefined;

/** A configuration as it is written, with amounts read, rule settings as records, and wrong parts left out. */
export type Written = Readonly<Record<string, unknown>>;

export interface Layer {
  readonly written: Written;
  /** A file, a preset, or `default`. */
  readonly path: string;
  /** The file relative to the root; absent where there is none to open. */
  readonly file?: string;
  readonly places: Parsed['places'];
}

export interface LayerOptions {
  readonly load: Load;
  /** Their ids and options are checked; without them any will do. */
  readonly rules: readonly ConfigurableRule[] | undefined;
  readonly problems: ConfigProblem[];
}

/** A chain of files longer than this, or so many of them, is a mistake or an attack. */
const MAX_DEPTH = 20;
const MAX_FILES = 100;

/** A file and what it extends, the strongest first. */
export function layersOf(file: ConfigFile, options: LayerOptions): readonly Layer[] {
  const shape = configShape(options.rules);
  const { problems } = options;
  let read = 0;

  function own(one: ConfigFile, trail: readonly string[]): Layer[] {
    read++;
    const { value, problems: found, places } = parseConfig(one.path, one.text, shape);
    problems.push(...found);
    const written = rebased(withRecords((value ?? {}) as Written, one, places), one);
    const bases = [written.extends ?? []].flat() as string[];
    const file = one.reported ?? one.path;
    return [
      { written, path: one.path, ...(one.isSettings !== true && { file }), places },
      ...bases.reverse().flatMap((name) => base(name, one, places, trail)),
    ];
  }

  function base(name: string, from: ConfigFile, places: Parsed['places'], trail: readonly string[]): Layer[] {
    const preset = presetOf(name, options.rules ?? []);
    if (preset) return [{ written: withRecords(preset, from, new Map()), path: name, places: new Map() }];
    const wrong = (message: string): [] => {
      problems.push({ path: from.path, ...(places.get('extends') ?? { line: 1, column: 1 }), message });
      return [];
    };
    const found = name.startsWith('costlint:') ? undefined : options.load(from.path, name);
    if (found === undefined) return wrong(`Cannot read "${name}". Presets are ${PRESETS.join(' and ')}.`);
    if ('refused' in found) return wrong(`Cannot extend "${name}": ${found.refused}`);
    if (trail.includes(found.path)) return wrong(`"${name}" extends itself.`);
    if (trail.length >= MAX_DEPTH) return wrong(`"${name}": configurations extend each other more than ${MAX_DEPTH} deep.`);
    if (read >= MAX_FILES) return wrong(`"${name}": more than ${MAX_FILES} configurations are extended.`);
    // Its globs mean what they would mean in the file that extends it.
    const { rootBelow, folder } = from;
    return own({ ...found, ...(rootBelow !== undefined && { rootBelow }), ...(folder !== undefined && { folder }) }, [
      ...trail,
      found.path,
    ]);
  }

  return own(file, [file.path]);
}

/** Settings of rules as `{ level, options }`, so that they merge by key; budgets know where they are written. */
function withRecords(written: Written, file: ConfigFile, places: Parsed['places']): Written {
  const { rules, overrides, budgets } = written as { rules?: Written; overrides?: readonly Written[]; budgets?: readonly Written[] };
  return {
    ...written,
    ...(rules && { rules: mapValues(rules, ruleRecord) }),
    ...(overrides && {
      overrides: overrides.map((item) => ({
        ...item,
        ...(item.rules !== undefined && { rules: mapValues(item.rules as Written, ruleRecord) }),
      })),
    }),
    ...(budgets && {
      budgets: budgets.map((item, i) => ({
        ...item,
        within: file.folder ?? '',
        at: { path: file.reported ?? file.path, ...(places.get(`budgets[${i}]`) ?? { line: 1, column: 1 }) },
      })),
    }),
  };
}

function ruleRecord(setting: unknown): Written {
  const [level, options] = Array.isArray(setting) ? setting : [setting];
  return { ...(level !== undefined && { level }), ...(options !== undefined && { options }) };
}

/** The same configuration with its globs as seen from the root of the scan; those that match nothing there fall away. */
function rebased(written: Written, { rootBelow = '', folder = '' }: ConfigFile): Written {
  if (rootBelow === '' && folder === '') return written;
  const glob = (text: string) => (folder === '' ? seenFrom(rootBelow, text) : below(folder, text));
  const globs = (list: unknown) => ((list ?? []) as string[]).map(glob).filter((text) => text !== undefined);
  const budget = (item: Written) => {
    const key = ['files', 'symbol'].find((name) => typeof item[name] === 'string');
    const seen = key && glob(item[key] as string);
    return key === undefined ? [item] : seen === undefined ? [] : [{ ...item, [key]: seen }];
  };
  const usage = written.usage as Written | undefined;
  const withMatch = (feature: unknown) => {
    const { match } = feature as Written;
    return { ...(feature as Written), ...(match !== undefined && { match: globs(match) }) };
  };
  return {
    ...written,
    ...(written.ignore !== undefined && { ignore: globs(written.ignore) }),
    ...(written.scopes !== undefined && { scopes: mapValues(written.scopes as Written, globs) }),
    ...(written.overrides !== undefined && {
      overrides: (written.overrides as Written[]).map((item) => ({ ...item, files: globs(item.files) })),
    }),
    ...(usage?.features !== undefined && { usage: { ...usage, features: mapValues(usage.features as Written, withMatch) } }),
    ...(written.budgets !== undefined && { budgets: (written.budgets as Written[]).flatMap(budget) }),
  };
}

export const mapValues = (record: Written, change: (value: unknown) => unknown): Written =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
