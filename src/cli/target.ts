/** What a command looks at: the root of the scan, the paths below it, and the configuration that holds there. */
import { statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { DEFAULT_CONFIG } from '../core/config/defaults.ts';
import type { Config } from '../core/config/settings.ts';
import { configuredFolder, loadConfig } from '../node/config-file.ts';
import { isWithin } from '../node/host.ts';
import { realPath } from '../node/list-files.ts';
import type { Flags } from './args.ts';
import { UsageError } from './usage-error.ts';

export interface Target {
  readonly root: string;
  /** Relative to the root, POSIX. */
  readonly paths: readonly string[];
  readonly config: Config;
  /** The root as seen from the current folder, '' or ending in '/'. */
  readonly base: string;
}

/**
 * The root is `--root`, or the folder of the nearest configuration at or above the paths, or the current folder when the paths
 * lie in it, or their common folder. Throws a `UsageError` for a path or a configuration that cannot be used.
 */
export function targetOf(operands: readonly string[], flags: Flags): Target {
  const starts = (operands.length > 0 ? operands : [flags.root ?? '.']).map(existing);
  const root = flags.root === undefined ? rootOf(starts, flags) : existing(flags.root);
  for (const start of starts) if (!isWithin(root, start)) throw new UsageError(`${shown(start)} is not below the root ${shown(root)}.`);
  const { config, problems } = flags['no-config']
    ? { config: DEFAULT_CONFIG, problems: [] }
    : loadConfig(root, flags.config && existing(flags.config));
  if (problems.length > 0) {
    throw new UsageError(
      `the configuration cannot be used.\n${problems.map(({ path: file, line, column, message }) => `  ${file}:${line}:${column}  ${message}`).join('\n')}`,
    );
  }
  const base = shown(root);
  return { root, paths: starts.map((start) => posix(path.relative(root, start))), config, base: base === '.' ? '' : `${base}/` };
}

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

const shown = (file: string): string => posix(path.relative(realPath('.') ?? process.cwd(), file)) || '.';
