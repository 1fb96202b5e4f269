/** Scenes of literate pages: the files of a small project, then a block `sites` that lists what is found in them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { CallSite, Piece } from '../../src/core/analysis/analysis.ts';
import { mergeShares } from '../../src/core/analysis/merge.ts';
import { createProject } from '../../src/core/analysis/project.ts';
import { createScan } from '../../src/core/analysis/scan.ts';
import { catalog } from '../../src/core/catalog/index.ts';
import { packageTable } from '../../src/core/catalog/tables.ts';
import { loadLanguages } from '../../src/core/languages/index.ts';
import type { Language } from '../../src/core/languages/language.ts';
import { isPromptFile } from '../../src/core/languages/prompt-files.ts';
import { memoryHost } from '../support/engine.ts';
import type { Page } from '../support/literate.ts';

export type Files = Readonly<Record<string, string>>;

export interface Scene {
  readonly heading: string;
  /** The language of its code. */
  readonly language: string;
  readonly files: Files;
  /** The expected sites, each with the lines of its prompt below it. */
  readonly expected: readonly string[];
  /** 1-based line of the block `sites`. */
  readonly line: number;
}

const CODE: Readonly<Record<string, string>> = { py: 'app.py', ts: 'app.ts', tsx: 'app.tsx', js: 'app.js' };

/** A file block names its path behind the fence; code without one is `app.py`, `app.ts` … */
export function readScenes(page: Page): Scene[] {
  const scenes: Scene[] = [];
  let files: Record<string, string> = {};
  let language = '';
  for (const { heading, fence, info, code, line } of page.blocks) {
    if (fence === 'sites') {
      assert.ok(language !== '', `${page.file}:${line}: no file stands before these sites`);
      scenes.push({ heading, language, files, expected: code === 'none\n' ? [] : code.trimEnd().split(/\n(?! )/), line });
      files = {};
      language = '';
    } else {
      const file = info || CODE[fence];
      assert.ok(file !== undefined && !(file in files), `${page.file}:${line}: the block needs a path of its own`);
      files[file] = code;
      if (language === '' || !(language in CODE)) language = fence;
    }
  }
  assert.ok(language === '', `${page.file}: the last block has no \`sites\``);
  return scenes;
}

const packages = packageTable(catalog);

let loading: Promise<readonly Language[]> | undefined;
/** The languages, loaded once for all tests. */
export const languages = (): Promise<readonly Language[]> => (loading ??= loadLanguages(memoryHost({}).asset, () => performance.now()));

/** Every site of a project held in memory. */
export async function sitesIn(files: Files): Promise<readonly CallSite[]> {
  const known = await languages();
  const project = createProject({
    host: memoryHost(files),
    languages: known,
    isPackage: (language, specifier) => packages.find(language, specifier, '*').length > 0,
  });
  const extensions = new Set([...known.flatMap((language) => language.extensions), '.ipynb']);
  const paths = Object.keys(files).filter((file) => extensions.has(path.extname(file)) || isPromptFile(file));
  return mergeShares(paths.map(createScan({ project, catalog, aliases: {}, scanned: new Set(paths) }).read));
}

const lineOf = (files: Files, { path: file, start }: CallSite['place']): number => (files[file] ?? '').slice(0, start).split('\n').length;

/** Text as it is, with its line ends escaped; what is open in braces, with its alternatives where there are some. */
function shown(pieces: readonly Piece[]): string {
  const one = (piece: Piece): string => {
    if ('text' in piece) return piece.text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
    return piece.options ? `{${piece.options.map(shown).join(' | ')}}` : `{${piece.hole}}`;
  };
  return pieces.map(one).join('');
}

/** What can be said of a site on its line, by name. */
const FIELDS: Readonly<Record<string, (site: CallSite, files: Files) => string>> = {
  sdk: (site) => `${site.sdk} ${site.api}`,
  model: (site) => [site.model?.id ?? 'unknown', ...site.otherModels].join(' or '),
  via: (site) => site.model?.via ?? 'none',
  cap: ({ outputCap }) => (outputCap.state === 'set' ? String(outputCap.tokens) : outputCap.state),
  steps: ({ loop }) => ('steps' in loop ? `${loop.state === 'framework-default' ? 'default ' : ''}${loop.steps}` : loop.state),
  k: ({ topK }) =>
    topK === undefined ? 'none' : topK.state === 'dynamic' ? 'dynamic' : `${topK.state === 'default' ? 'default ' : ''}${topK.k}`,
  times: ({ times }) => String(times?.expected ?? 1),
  grows: ({ grows }) => String(grows),
  complete: ({ complete }) => String(complete),
  retrieved: ({ parts }) =>
    parts
      .flatMap((part) => part.pieces.flatMap((piece) => ('hole' in piece && piece.retrieved ? [String(piece.retrieved.topK)] : [])))
      .join(',') || 'none',
  holes: ({ parts }) =>
    parts.flatMap((part) => part.pieces.flatMap((piece) => ('hole' in piece ? [`${piece.hole} ${piece.kind}`] : []))).join(', ') || 'none',
  paid: ({ paidBy }, files) => (paidBy ? `${paidBy.path}:${lineOf(files, paidBy)}` : 'itself'),
  chars: ({ textChars }) => String(textChars),
  symbol: ({ symbol }) => symbol ?? '',
};

/** A site in the words of an expectation: the fields that it names, and its prompt when it shows one. */
function described(site: CallSite, files: Files, like: string): string {
  const [head = '', ...rest] = like.split('\n');
  const fields = head
    .split(' | ')
    .slice(1)
    .map((field) => field.slice(0, field.indexOf(' ')));
  for (const field of fields) assert.ok(field in FIELDS, `no field of a site is called "${field}"`);
  const line = [
    `${site.place.path}:${lineOf(files, site.place)} ${site.kind}`,
    ...fields.map((field) => `${field} ${FIELDS[field]?.(site, files)}`),
  ].join(' | ');
  const prompt = site.parts.map((part) =>
    `  ${part.role}: ${part.json === undefined ? '' : JSON.stringify(part.json)}${shown(part.pieces)}`.trimEnd(),
  );
  return [line, ...(rest.length > 0 ? prompt : [])].join('\n');
}

/** Compares a scene with what is found. Prompts as sites of their own are left out where the scene lists none. */
export async function check({ files, expected }: Scene): Promise<void> {
  const all = await sitesIn(files);
  const sites = expected.some((text) => /^\S+ prompt\b/.test(text)) ? all : all.filter((site) => site.kind !== 'prompt');
  const likes = [...expected];
  const found = sites.map((site) => {
    const head = `${site.place.path}:${lineOf(files, site.place)} ${site.kind}`;
    const at = likes.findIndex((like) => like.split(/ \||\n/)[0] === head);
    return described(site, files, at < 0 ? head : (likes.splice(at, 1)[0] as string));
  });
  assert.deepEqual(found, expected);
}

/** One suite for each page, one test for each scene. */
export function suite(page: Page): void {
  describe(page.title, () => {
    for (const scene of readScenes(page)) it(`${scene.heading} (${scene.language}, ${page.file}:${scene.line})`, () => check(scene));
  });
}
