/** What a command looks at: the root of the scan, the paths below it, and the configuration that holds there. */
import { statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { DEFAULT_CONFIG } from '../core/config/defaults.ts';
import type { ConfigProblem } from '../core/config/parse.ts';
import type { Config, FolderConfig } from '../core/config/settings.ts';
import type { PriceFile } from '../core/prices/refresh.ts';
import { type ConfigPlace, type Configured, configuredBelow, configuredFolder, loadConfig } from '../node/config-file.ts';
import { isWithin } from '../node/host.ts';
import { realPath } from '../node/list-files.ts';
import type { Flags } from './args.ts';
import { UsageError } from './usage-error.ts';

export interface Target {
  readonly root: string;
  /** Relative to the root, POSIX. */
  readonly paths: readonly string[];
  readonly config: Config;
  /** Configurations of folders below the root, for these files. Throws a `UsageError` where one cannot be used. */
  foldersOf(files: readonly string[]): readonly FolderConfig[];
  /** Downloaded prices, in place of those that ship with Costlint. */
  readonly prices: PriceFile | undefined;
  /** Folders where what goes with the configuration may stand, the root first. Absolute. */
  readonly beside: readonly string[];
  /** Where configuration comes from; undefined for none. */
  readonly place: ConfigPlace | undefined;
  /** The root as seen from the current folder, '' or ending in '/'. */
  readonly base: string;
}

/** What a report is printed with. */
export type ReportTarget = Pick<Target, 'root' | 'base' | 'paths' | 'config' | 'prices' | 'beside'> & Partial<Pick<Target, 'foldersOf'>>;

/**
 * The root is `--root`, or the folder of the nearest configuration at or above the paths, or the current folder when the paths
 * lie in it, or their common folder. Throws a `UsageError` for a path or a configuration that cannot be used.
 */
export function targetOf(operands: readonly string[], flags: Flags): Target {
  const starts = (operands.length > 0 ? operands : [flags.root ?? '.']).map(existing);
  const root = flags.root === undefined ? rootOf(starts, flags) : existing(flags.root);
  for (const start of starts) if (!isWithin(root, start)) throw new UsageError(`${shown(start)} is not below the root ${shown(root)}.`);
  const place: ConfigPlace | undefined = flags['no-config'] ? undefined : { root, only: flags.config && existing(flags.config) };
  const configured = place ? usable(loadConfig(place)) : { config: DEFAULT_CONFIG, beside: [root], prices: undefined };
  const base = shown(root);
  const told = new Set<string>();
  return {
    root,
    paths: starts.map((start) => posix(path.relative(root, start))),
    config: configured.config,
    prices: configured.prices,
    beside: configured.beside,
    place,
    foldersOf(files) {
      const below = place && place.only === undefined ? configuredBelow(root, files) : [];
      if (!place || below.length === 0) return [];
      const read = usable(loadConfig({ ...place, below }));
      for (const note of read.notes.map(sentence).filter((one) => !told.has(one))) process.stderr.write(`costlint: ${note}\n`);
      for (const note of read.notes) told.add(sentence(note));
      return read.folders;
    },
    base: base === '.' ? '' : `${base}/`,
  };
}

/** Of a diff, whose configurations are those of its two sides: the folder that paths are relative to, and where to look for them. */
export function rootOfDiff(flags: Flags): Pick<Target, 'root' | 'place' | 'base'> {
  const root = flags.root === undefined ? rootOf([existing('.')], flags) : existing(flags.root);
  const base = shown(root);
  return {
    root,
    place: flags['no-config'] ? undefined : { root, only: flags.config && existing(flags.config) },
    base: base === '.' ? '' : `${base}/`,
  };
}

/** Further problems are most likely of the same kind. */
const SHOWN_PROBLEMS = 20;

export function usable<C extends Pick<Configured, 'problems'>>(configured: C): C {
  if (configured.problems.length > 0) throw unusable(configured);
  return configured;
}

export function unusable({ problems }: Pick<Configured, 'problems'>): UsageError {
  const lines = problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${sentence(problem)}`);
  if (problems.length > SHOWN_PROBLEMS) lines.push(`  and ${problems.length - SHOWN_PROBLEMS} more`);
  return new UsageError(`the configuration cannot be used.\n${lines.join('\n')}`);
}

const sentence = ({ path: file, line, column, message }: ConfigProblem): string => `${file}:${line}:${column}  ${message}`;

/** The real path, so that links in it cannot lead a scan in circles. */
function existing(operand: string): string {
  const real = realPath(operand);
  if (real === undefined) throw new UsageError(`no such file or folder: ${operand}`);
  return real;
}

function rootOf(starts: readonly string[], flags: Flags): string {
  const common = starts.map(folderOf).reduce(commonFolder);
  const configured = flags.config === undefined && !flags['no-config'] ? configuredFolder(common) : undefined;
  if (configured !== undefined) return configured;
  const current = realPath('.') ?? process.cwd();
  return isWithin(current, common) ? current : common;
}

const folderOf = (start: string): string => (statSync(start).isDirectory() ? start : path.dirname(start));

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (!isWithin(folder, b)) folder = path.dirname(folder);
  return folder;
}

const posix = (file: string): string => file.split(path.sep).join('/');

export const shown = (file: string): string => posix(path.relative(realPath('.') ?? process.cwd(), file)) || '.';
