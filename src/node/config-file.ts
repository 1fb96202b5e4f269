/** Finds the configuration files that hold for a folder and reads them, together with what they extend. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ConfigFile, readConfig } from '../core/config/config.ts';
import type { ConfigProblem } from '../core/config/parse.ts';
import type { Config } from '../core/config/settings.ts';

export const CONFIG_NAMES = ['costlint.config.json', '.costlintrc.json'] as const;

export interface Configured {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  /** Absolute paths of the files that took part, the nearest first. */
  readonly files: readonly string[];
}

/** The nearest folder at or above `folder` that holds a configuration file. */
export function configuredFolder(folder: string): string | undefined {
  for (const above of foldersUp(folder)) if (CONFIG_NAMES.some((name) => existsSync(path.join(above, name)))) return above;
  return undefined;
}

/** The files that hold for `root`, read and merged; `only` is used instead of looking for them. */
export function loadConfig(root: string, only?: string): Configured {
  const problems: ConfigProblem[] = [];
  const files: string[] = [];
  const read = (file: string): ConfigFile | undefined => {
    try {
      const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
      files.push(file);
      return { path: shown(file), text };
    } catch (error) {
      problems.push({ path: shown(file), line: 1, column: 1, message: `Cannot be read (${(error as NodeJS.ErrnoException).code}).` });
      return undefined;
    }
  };
  const found = only === undefined ? filesUp(root, problems) : [only];
  const texts = found.flatMap((file) => {
    const text = read(file);
    return text ? [{ ...text, rootBelow: only === undefined ? posix(path.relative(path.dirname(file), root)) : '' }] : [];
  });
  const { config, problems: wrong } = readConfig(texts, (from, name) => {
    const file = path.resolve(path.dirname(path.resolve(from)), name);
    return existsSync(file) ? read(file) : undefined;
  });
  return { config, problems: [...problems, ...wrong], files };
}

function filesUp(root: string, problems: ConfigProblem[]): string[] {
  return [...foldersUp(root)].flatMap((folder) => {
    const [first, second] = CONFIG_NAMES.map((name) => path.join(folder, name)).filter((file) => existsSync(file));
    if (second !== undefined)
      problems.push({ path: shown(second), line: 1, column: 1, message: `${CONFIG_NAMES[0]} stands beside it: keep one of the two.` });
    return first ?? [];
  });
}

function* foldersUp(folder: string): Generator<string> {
  for (let at = path.resolve(folder), above = ''; at !== above; above = at, at = path.dirname(at)) yield at;
}

/** As a reader in the current folder would write it. */
const shown = (file: string): string => posix(path.relative(process.cwd(), file)) || '.';

const posix = (file: string): string => file.split(path.sep).join('/');
