/** The engine over files in memory, with the assets of the build. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine } from '../../src/core/engine.ts';
import type { Host } from '../../src/core/host.ts';
import type { Report } from '../../src/core/report/report.ts';
import { rules } from '../../src/core/rules/index.ts';

/** The day that all tests price. */
export const DAY = '2026-11-21';

export function memoryHost(files: Readonly<Record<string, string>>): Host {
  const paths = Object.keys(files);
  return {
    read: (file) => files[file],
    list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = paths.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
      return [...new Set(below.map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/') + 1) : file)))];
    },
    asset: (name) => readFile(path.join('dist/assets', name)),
  };
}

/** The report over files in memory; `config` is the text of the root's configuration file, others stand among the files. */
export async function reportOn(files: Readonly<Record<string, string>>, config = '{}', at = DAY): Promise<Report> {
  const below = Object.entries(files)
    .filter(([file]) => file.endsWith('/costlint.config.json'))
    .map(([path, text]) => ({ path, text, folder: path.slice(0, path.lastIndexOf('/')) }));
  const { config: read, folders, problems } = readConfig([{ path: 'costlint.config.json', text: config }], { rules, below });
  if (problems.length > 0) throw new Error(`the test's configuration: ${JSON.stringify(problems)}`);
  const engine = await createEngine({
    host: memoryHost(files),
    config: read,
    folders,
    version: 'test',
    at,
    now: () => performance.now(),
  });
  for (const [file, text] of Object.entries(files)) engine.set(file, text);
  return engine.report({ seen: Object.keys(files).length, analysed: 0, skipped: [], failed: [] });
}
