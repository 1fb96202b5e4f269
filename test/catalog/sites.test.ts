/** The cases of every SDK: the sites found in the code are exactly those listed beneath it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CallSite } from '../../src/core/analysis/analysis.ts';
import { mergeShares } from '../../src/core/analysis/merge.ts';
import { createProject } from '../../src/core/analysis/project.ts';
import { createScan } from '../../src/core/analysis/scan.ts';
import { catalog } from '../../src/core/catalog/index.ts';
import { packageTable } from '../../src/core/catalog/tables.ts';
import { loadLanguages } from '../../src/core/languages/index.ts';
import type { Language } from '../../src/core/languages/language.ts';
import { type Case, type ExpectedSite, readCases } from './cases.ts';

const WASM = ['node_modules/@vscode/tree-sitter-wasm/wasm', 'node_modules/web-tree-sitter'];

const asset = async (name: string): Promise<Uint8Array> => {
  for (const folder of WASM) {
    if (readdirSync(folder).includes(name)) return readFileSync(resolve(folder, name));
  }
  throw new Error(`no asset ${name}`);
};

const packages = packageTable(catalog);

function sitesOf(one: Case, languages: readonly Language[]): readonly CallSite[] {
  const path = `case.${one.fence}`;
  const host = { read: () => undefined, list: (folder: string) => (folder === '' ? [path] : []), asset };
  const project = createProject({
    host,
    languages,
    isPackage: (language, specifier) => packages.find(language, specifier, '*').length > 0,
  });
  project.set(path, one.code);
  return mergeShares([createScan({ project, catalog, aliases: {}, scanned: new Set([path]) }).read(path)]).filter(
    (site) => site.kind !== 'prompt' && site.kind !== 'wrapped-call',
  );
}

/** What the case says of a site, in its own words. */
const expected = ({ line, kind, sdk, api, fields }: ExpectedSite): string =>
  [
    `${line}: ${[kind, sdk, api].filter((word) => word !== undefined).join(' ')}`,
    ...Object.entries(fields).map(([name, value]) => `${name} ${value}`),
  ].join(' | ');

/** A found site in the same words, with the fields that the case asserts. */
function found(site: CallSite, code: string, like: ExpectedSite | undefined): string {
  const line = code.slice(0, site.place.start).split('\n').length;
  const words = [site.kind, ...(like && like.sdk === undefined ? [] : [site.sdk]), ...(like && like.api === undefined ? [] : [site.api])];
  const fields = Object.keys(like?.fields ?? {}).map((name) => `${name} ${fieldOf(site, name)}`);
  return [`${line}: ${words.join(' ')}`, ...fields].join(' | ');
}

function fieldOf(site: CallSite, name: string): string {
  if (name === 'model') return site.model?.id ?? 'unknown';
  if (name === 'cap') return site.outputCap.state === 'set' ? String(site.outputCap.tokens) : site.outputCap.state;
  if (name === 'steps') {
    if (site.loop.state === 'bounded') return String(site.loop.steps);
    return site.loop.state === 'framework-default' ? `default ${site.loop.steps}` : site.loop.state;
  }
  if (!site.topK) return 'none';
  return site.topK.state === 'set' ? String(site.topK.k) : site.topK.state === 'default' ? `default ${site.topK.k}` : 'dynamic';
}

describe('sites of the catalogue', () => {
  let languages: readonly Language[];
  before(async () => {
    languages = await loadLanguages(asset, () => performance.now());
  });

  for (const file of readdirSync('test/catalog').filter((name) => name.endsWith('.md'))) {
    describe(file, () => {
      for (const one of readCases(readFileSync(`test/catalog/${file}`, 'utf8'), file)) {
        it(`${one.heading} (${one.fence}, line ${one.line})`, () => {
          const sites = sitesOf(one, languages);
          assert.deepEqual(
            sites.map((site, i) => found(site, one.code, one.sites[i])),
            one.sites.map(expected),
          );
        });
      }
    });
  }
});
