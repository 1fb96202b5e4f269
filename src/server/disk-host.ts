/** The server's world in a Node process: folders on disk, read as a scan of the command line reads them. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { catalog } from '../core/catalog/index.ts';
import { createPrefilter } from '../core/catalog/prefilter.ts';
import { globMatcher } from '../core/config/globs.ts';
import type { ConfigProblem } from '../core/config/parse.ts';
import { configuredBelow, DISK, loadConfig } from '../node/config-file.ts';
import { askApart } from '../node/diff/apart.ts';
import { whereBranchesAre } from '../node/git.ts';
import { ASSETS, nodeHost } from '../node/host.ts';
import { listFiles } from '../node/list-files.ts';
import { isScanned } from '../node/scanned.ts';
import { sift } from '../node/scanner.ts';
import type { BranchHost, BranchOptions, FolderHost, ServerHost } from './host.ts';
import { renewPrices } from './renew-prices.ts';

/** So many files are looked at between two chances for requests. */
const BATCH = 40;

export function diskHost(assets: string = ASSETS): ServerHost {
  return {
    version,
    today: () => new Date().toISOString().slice(0, 10),
    now: () => performance.now(),
    asset: (name) => readFile(path.join(assets, name)),
    folder: (uri) => (uri.startsWith('file:') ? diskFolder(fileURLToPath(uri), assets) : undefined),
  };
}

function diskFolder(root: string, assets: string): FolderHost {
  let disk = nodeHost(root);
  return {
    read: (file) => disk.read(file),
    list: (folder) => disk.list(folder),
    async config(behind, named, covered, unsaved) {
      const only = namedFile(root, named);
      const below = only === undefined ? configuredBelow(root, covered) : [];
      const open = new Map([...unsaved].flatMap(([uri, text]) => (uri.startsWith('file:') ? [[fileURLToPath(uri), text]] : [])));
      const read = (file: string) => open.get(file) ?? DISK.read(file);
      const { files, ...found } = loadConfig({ root, only, below, behind, disk: { ...DISK, read } });
      const fromRoot = (file: string) => path.relative(root, file).split(path.sep).join('/');
      // Problems name files as a reader in the current folder would.
      const placed = (problem: ConfigProblem) =>
        problem.path === behind.path ? problem : { ...problem, path: fromRoot(path.resolve(problem.path)) };
      return {
        ...found,
        problems: found.problems.map(placed),
        notes: found.notes.map(placed),
        files: files.map((file) => ({ path: fromRoot(file), text: read(file) })),
      };
    },
    renewPrices: (named, source) => renewPrices(root, namedFile(root, named), source),
    async sift(config, cancelled) {
      if (!existsSync(root)) return undefined;
      const ignored = globMatcher(config.ignore);
      const { matters } = createPrefilter([...config.sdks, ...catalog]);
      const list = await listFiles(root, [''], (file) => isScanned(file) && !ignored(file));
      const candidates: string[] = [];
      const imports = new Map<string, readonly string[]>();
      const skipped = [...list.skipped];
      for (let at = 0; at < list.files.length; at += BATCH) {
        const part = sift(root, list.files.slice(at, at + BATCH), matters);
        candidates.push(...part.candidates.map((candidate) => candidate.path));
        for (const [file, modules] of part.imports) imports.set(file, modules);
        skipped.push(...part.skipped);
        await new Promise((resolve) => setImmediate(resolve));
        if (cancelled()) return undefined;
      }
      return { files: list.files, candidates, imports, skipped };
    },
    forget() {
      // Texts that are in use are kept by the engine: only what changed is read again.
      disk = nodeHost(root);
    },
    fill: async () => false,
    limits: undefined,
    branch: diskBranch(root, assets),
  };
}

const namedFile = (root: string, named: string): string | undefined => (named === '' ? undefined : path.resolve(root, named));

/** The bundle of the thread stands beside the assets. */
function diskBranch(root: string, assets: string): BranchHost {
  const thread = path.join(assets, '../branch-thread.js');
  const sideOf = ({ settings, only, at, base }: BranchOptions) => ({
    root,
    place: { root, only: namedFile(root, only), behind: settings },
    at,
    version,
    assets,
    base,
  });
  return {
    where: (base) => whereBranchesAre(root, base === undefined ? ['main', 'master'] : [base]),
    base: (options) => askApart(thread, 'base', { ...sideOf(options), known: options.known }),
    async diff(options) {
      const gates = { failOn: 'warning', maxWarnings: undefined, maxIncrease: undefined } as const;
      const answer = await askApart(thread, 'diff', { ...sideOf(options), head: 'work tree', mergeBase: true, gates });
      if ('diff' in answer) return answer.diff;
      throw new Error(answer.problems.map(({ message }) => message).join('\n'));
    },
    text: (commit, file) => askApart(thread, 'text', { root, commit, file }),
  };
}
