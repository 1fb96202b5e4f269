/** The import order of `src`: a folder imports only from folders to its left, the core touches nothing of its surroundings, and nobody connects. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Left to right: one can remember a line, and a cycle cannot be written down. */
const CORE = [
  'host',
  'text',
  'facts',
  'languages',
  'tokens',
  'sdk',
  'config',
  'resolve',
  'catalog',
  'prices',
  'usage',
  'economics',
  'analysis',
  'rules',
  'report',
  'editor',
  'engine',
];
const ORDER = [...CORE, 'webview', 'node', 'server', 'cli', 'vscode', 'dev'];
const PACKAGES_OF_CORE = new Set(['web-tree-sitter', 'jsonc-parser', 'yaml', 'sarif']);

/** Node's modules that open connections, and the globals that do. */
const CONNECTS = /from 'node:(?:https?|http2|net|tls|dgram|dns)(?:\/[^']*)?'|\bfetch\(|\bWebSocket\(/;

/** Who may renew prices: only a command that somebody gives. */
const RENEWING = ['server/renew-prices.ts', 'cli/commands/prices.ts'];

/** The files that open connections, and who may call them. */
const CONNECTING: Readonly<Record<string, readonly string[]>> = {
  'node/post-comment.ts': ['cli/commands/comment.ts'],
  'node/price-download.ts': ['node/price-update.ts'],
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file));

/** `core/catalog/sdk.ts` holds the types of a catalogue entry and stands left of those who only need these. */
function layerOf(file: string): string {
  const segments = file.replace(/\.tsx?$/, '').split('/');
  if (file === 'core/catalog/sdk.ts') return 'sdk';
  return (segments[0] === 'core' ? segments[1] : segments[0]) as string;
}

const codeOf = (file: string): string => readFileSync(`src/${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*/gm, '');

const importsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/^(?:import|export)\s(?:[\w\s{},*$]*\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    (match) => (match[1] ?? match[2]) as string,
  );

describe('layers', () => {
  it('every folder of src has its place', () => {
    assert.deepEqual(
      [...new Set(files.map(layerOf))].filter((layer) => !ORDER.includes(layer)),
      [],
    );
  });

  it('folders import only from folders to their left', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file).flatMap((name) => {
        if (!name.startsWith('.')) return [];
        const target = path.posix.join(path.posix.dirname(file), name);
        if (target === '../package.json') return [];
        return ORDER.indexOf(layerOf(target)) <= ORDER.indexOf(layerOf(file)) ? [] : [`${file} imports ${target}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it('the core imports no module of Node and only its packages (of `sarif` there are only types)', () => {
    const wrong = files.flatMap((file) =>
      file.startsWith('core/')
        ? importsOf(file)
            .filter((name) => !name.startsWith('.') && !PACKAGES_OF_CORE.has(name))
            .map((name) => `${file} imports ${name}`)
        : [],
    );
    assert.deepEqual(wrong, []);
  });

  it('only the files that say so open a connection, and only their own commands reach them', () => {
    assert.deepEqual(
      files.filter((file) => CONNECTS.test(codeOf(file).replace(/'[^'\n]*'(?! *;)|`[^`]*`/g, ''))),
      Object.keys(CONNECTING),
    );
    for (const [file, callers] of Object.entries(CONNECTING)) {
      const importing = files.filter((from) =>
        importsOf(from).some((name) => name.startsWith('.') && path.posix.join(path.posix.dirname(from), name) === file),
      );
      assert.deepEqual(importing, callers);
    }
    const renewing = files.filter((from) => importsOf(from).some((name) => name.endsWith('/price-update.ts')));
    assert.deepEqual(renewing, RENEWING);
  });
});
