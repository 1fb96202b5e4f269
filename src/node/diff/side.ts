/** Analyses one state of a project as far as a diff needs it. */
import path from 'node:path';
import type { Share } from '../../core/analysis/scan.ts';
import { catalog } from '../../core/catalog/index.ts';
import { createPrefilter, type Prefilter } from '../../core/catalog/prefilter.ts';
import type { Sdk } from '../../core/catalog/sdk.ts';
import { CONFIG_NAMES } from '../../core/config/config.ts';
import { DEFAULT_CONFIG } from '../../core/config/defaults.ts';
import { globMatcher } from '../../core/config/globs.ts';
import { type Choices, createEngine, type Engine, type Shared } from '../../core/engine.ts';
import type { DiffSide } from '../../core/report/diff/side.ts';
import { type ConfigPlace, type Configured, loadConfig } from '../config-file.ts';
import { CALLER_LEVELS, callersOf, importsIn, type Modules, modulesOf } from '../importers.ts';
import { isScanned } from '../scanned.ts';
import { type Aliases, aliasesAmong, imported } from './affected.ts';
import type { State } from './state.ts';

export interface SideOptions {
  /** Absolute. */
  readonly root: string;
  /** Undefined for no configuration. */
  readonly place: ConfigPlace | undefined;
  readonly at: string;
  readonly version: string;
  readonly choices?: Choices;
  /** The folder of grammars and tokenizer tables; by default beside the bundle. */
  readonly assets?: string;
}

/** What a first look at a file gives. */
interface Look {
  readonly matters: boolean;
  /** Why it was left out. */
  readonly skipped: string | undefined;
  readonly imports: readonly string[];
}
/** What both sides share, since most files are the same: by the SDKs of their configuration. */
export type Seen = Map<string, { readonly prefilter: Prefilter; readonly looks: Map<string, Look> }>;

export interface SideScan {
  readonly state: State;
  readonly configured: Configured;
  aliases(): Aliases;
  /** The modules that files import. */
  importsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /** Parses those of the files that matter, while others wait. */
  prepare(files: readonly string[]): Promise<void>;
  /** Looks at the files, and follows calls out of them and, with `inward`, into what they import; gives all that should be analysed. */
  reach(
    files: Iterable<string>,
    imports: ReadonlyMap<string, readonly string[]>,
    options: { readonly inward: boolean },
  ): Promise<ReadonlySet<string>>;
  /** Models that files set for a whole framework, as far as they were analysed. */
  ambient(): string;
  /** `seen`: the files of which the report speaks; all by default. */
  side(files: ReadonlySet<string>, seen?: readonly string[]): Promise<DiffSide>;
}

const NOTHING: Configured = {
  config: DEFAULT_CONFIG,
  folders: [],
  problems: [],
  notes: [],
  files: [],
  taken: 0,
  beside: [],
  prices: undefined,
};
/** So many files are looked at before what is not needed is forgotten. */
const BATCH = 1000;

export function openSide(state: State, { root, place, at, version, choices }: SideOptions, shared: Promise<Shared>, seen: Seen): SideScan {
  const configured = configuredIn(state, place);
  const { config, folders } = configured;
  const { prefilter, looks } = seenWith(config.sdks, seen);
  const ignored = globMatcher(config.ignore);
  const wanted = (file: string): boolean => state.files.has(file) && isScanned(file) && !ignored(file);
  let engine: Promise<Engine> | undefined;
  let analysed: { readonly files: ReadonlySet<string>; readonly shares: readonly Share[] } | undefined;

  const opened = async (): Promise<Engine> => {
    engine ??= createEngine({
      host: state.host,
      config,
      folders,
      choices,
      prices: configured.prices,
      version,
      at,
      now: () => performance.now(),
      shared: await shared,
      configFiles: configured.files.map((file) => posix(path.relative(root, file))).filter((file) => !file.startsWith('..')),
    });
    return engine;
  };

  /** The same content imports other files elsewhere. What is not in git is its own content. */
  const keyOf = (file: string): string => `${state.files.get(file) ?? ''} ${file}`;

  function lookAt(file: string): Look {
    const known = looks.get(keyOf(file));
    if (known) return known;
    let imports: readonly string[] = [];
    const source = state.source(file, (name, latin1) => {
      imports = importsIn(name, latin1);
      return prefilter.matters(name, latin1);
    });
    const skipped = source && 'skipped' in source ? source.skipped : undefined;
    const look = { matters: source !== undefined && 'text' in source, skipped, imports };
    looks.set(keyOf(file), look);
    return look;
  }

  /** The files that matter; the imports of all go into `imports`. */
  function sift(files: readonly string[], imports: Map<string, readonly string[]>): string[] {
    const found: string[] = [];
    for (let at = 0; at < files.length; at += BATCH) {
      const batch = files.slice(at, at + BATCH);
      const unseen = batch.filter((file) => !looks.has(keyOf(file)));
      state.preload(unseen);
      for (const file of batch) {
        const look = lookAt(file);
        if (look.imports.length > 0) imports.set(file, look.imports);
        if (look.matters) found.push(file);
      }
      if (files.length > BATCH) state.forget(batch);
    }
    return found;
  }

  /** What each of the files imports; those that nobody has looked at yet are read in one go. */
  function importsFrom(files: readonly string[], known: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
    state.preload(files.filter((file) => !known.has(file) && !looks.has(keyOf(file))));
    return new Map(files.map((file) => [file, known.get(file) ?? lookAt(file).imports]));
  }

  const allWanted = (): readonly string[] => [...state.files.keys()].filter(wanted);

  async function share(files: readonly string[], scanned: ReadonlySet<string>): Promise<Share> {
    state.preload(files);
    return (await opened()).share([...files].sort(), scanned);
  }

  let declared: Aliases | undefined;
  const aliases = (): Aliases => {
    declared ??= aliasesAmong(state.files.keys(), (file) => state.host.read(file));
    return declared;
  };

  let named: Modules | undefined;
  const modules = (): Modules => {
    named ??= modulesOf(allWanted());
    return named;
  };

  return {
    state,
    configured,
    aliases,
    importsOf(files) {
      const imports = new Map<string, readonly string[]>();
      sift(files.filter(wanted), imports);
      return imports;
    },
    async prepare(files) {
      const found = sift(files.filter(wanted), new Map());
      (await opened()).prepare(found);
    },
    async reach(files, imports, { inward }) {
      const known = new Map([...imports].filter(([file]) => wanted(file)));
      const given = [...new Set(files)].filter(wanted).sort();
      const candidates = sift(given, known);
      // A call of one's own function names no SDK: what it costs stands in what it imports.
      const inner = inward ? imported(given, (from) => importsFrom(from, known), modules(), CALLER_LEVELS) : [];
      const seen = new Set(given);
      const more = [...inner].filter((file) => wanted(file) && !seen.has(file)).sort();
      const scanned = new Set([...candidates, ...sift(more, known)]);
      const shares = [await share([...scanned], scanned)];
      for (let level = 0, fresh: readonly Share[] = shares; level < CALLER_LEVELS; level++) {
        for (const file of scanned) known.delete(file);
        const holds = (file: string, calls: (text: string) => boolean): boolean => {
          const source = state.source(file, (_, latin1) => calls(latin1));
          return source !== undefined && 'text' in source;
        };
        const callers = callersOf(fresh, known, holds, state.preload);
        if (callers.length === 0) break;
        for (const caller of callers) scanned.add(caller);
        fresh = [await share(callers, scanned)];
        shares.push(...fresh);
      }
      analysed = { files: scanned, shares };
      return scanned;
    },
    ambient: () =>
      JSON.stringify(
        (analysed?.shares ?? []).flatMap(({ ambient }) => ambient.map(({ sdk, path, found }) => [sdk, path, found.model?.id])),
      ),
    async side(files, seen = allWanted()) {
      const here = new Set([...files].filter(wanted));
      const same = analysed !== undefined && analysed.files.size === here.size && [...here].every((file) => analysed?.files.has(file));
      const shares = same && analysed ? analysed.shares : [await share([...here], here)];
      const listed = seen.filter(wanted);
      const skipped = listed.flatMap((file) => {
        const reason = looks.get(keyOf(file))?.skipped;
        return reason === undefined ? [] : [{ path: file, reason }];
      });
      return (await opened()).side({ seen: listed.length, analysed: here.size, skipped, failed: [] }, shares);
    },
  };
}

function seenWith(sdks: readonly Sdk[], seen: Seen) {
  const key = JSON.stringify(sdks);
  const known = seen.get(key) ?? { prefilter: createPrefilter([...sdks, ...catalog]), looks: new Map<string, Look>() };
  seen.set(key, known);
  return known;
}

/** A configuration that is named by the user holds on both sides, as it is now. */
export function configuredIn(state: Pick<State, 'files' | 'configDisk'>, place: ConfigPlace | undefined): Configured {
  if (!place) return NOTHING;
  if (place.only !== undefined) return loadConfig(place);
  const names: readonly string[] = CONFIG_NAMES;
  const below = [...state.files.keys()].filter((file) => file.includes('/') && names.includes(path.posix.basename(file)));
  return loadConfig({ ...place, disk: state.configDisk, below: [...new Set(below.map((file) => path.posix.dirname(file)))].sort() });
}

const posix = (file: string): string => file.split(path.sep).join('/');
