/** The diff of two projects in memory. */
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine, loadShared, type Shared } from '../../src/core/engine.ts';
import { compare } from '../../src/core/report/diff/compare.ts';
import type { DiffSide } from '../../src/core/report/diff/side.ts';
import { DAY, memoryHost } from './engine.ts';

export type Files = Readonly<Record<string, string>>;
export type Compared = ReturnType<typeof compare>;

const CONFIG = 'costlint.config.json';
let shared: Promise<Shared> | undefined;

export async function sideOn(files: Files): Promise<DiffSide> {
  const host = memoryHost(files);
  shared ??= loadShared(
    (name) => host.asset(name),
    () => performance.now(),
  );
  const text = files[CONFIG];
  const { config, problems } = readConfig(text === undefined ? [] : [{ path: CONFIG, text }]);
  if (problems.length > 0) throw new Error(`the test's configuration: ${JSON.stringify(problems)}`);
  const engine = await createEngine({
    host,
    config,
    version: 'test',
    at: DAY,
    now: () => performance.now(),
    shared: await shared,
    configFiles: text === undefined ? [] : [CONFIG],
  });
  for (const [file, content] of Object.entries(files)) engine.set(file, content);
  return engine.side({ seen: Object.keys(files).length, analysed: 0, skipped: [], failed: [] });
}

export async function diffOn(base: Files, head: Files): Promise<Compared> {
  const [was, is] = [await sideOn(base), await sideOn(head)];
  return compare(was, is, { base: 'base', head: 'head', whole: true, files: { changed: 0, analysed: 0 } });
}
