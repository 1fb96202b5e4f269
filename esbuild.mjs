// Builds the command line into dist/ and, with `test`, the tests into out/test/, where they read the assets of dist/.
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

const bundle = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  splitting: true,
  // ES modules where a package has them: their unused parts fall away, and nothing calls `require` at run time.
  mainFields: ['module', 'main'],
  alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
  legalComments: 'none',
  logLevel: 'warning',
};

/** Identifiers stay as they are written, so that a stack trace can be read; white space and dead code go. */
async function buildCommandLine() {
  const { metafile } = await build({
    ...bundle,
    entryPoints: { cli: 'src/cli/main.ts', 'scan-worker': 'src/cli/scan-worker.ts', server: 'src/server/main.node.ts' },
    outdir: 'dist',
    // The LSP library is CommonJS and asks for Node's modules at run time.
    banner: { js: "import{createRequire as modules}from'node:module';const require=modules(import.meta.url);" },
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
  });
  await writeAssets(path.join(root, 'dist/assets'));
  // What an earlier build left goes last, so that a command that is running finds its files.
  const written = new Set(Object.keys(metafile.outputs).map((file) => path.basename(file)));
  for (const file of await readdir(path.join(root, 'dist'))) {
    if (file !== 'assets' && !written.has(file)) await rm(path.join(root, 'dist', file), { recursive: true });
  }
}

async function buildTests() {
  const out = path.join(root, 'out/test');
  await rm(out, { recursive: true, force: true });
  await build({
    ...bundle,
    entryPoints: await filesBelow('test', /\.test\.ts$/),
    outbase: 'test',
    outdir: 'out/test',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'inline',
    sourcesContent: false,
  });
}

/** Grammars and the parser's runtime are copied, tokenizer tables packed. */
async function writeAssets(folder) {
  await mkdir(folder, { recursive: true });
  const grammars = path.join(path.dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');
  await Promise.all([
    ...['typescript', 'tsx', 'python'].map((name) => copy(grammars, `tree-sitter-${name}.wasm`, folder)),
    copy(path.dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm', folder),
    writeTables(folder),
  ]);
}

const copy = (from, name, to) => copyFile(path.join(from, name), path.join(to, name));

/** The tokenizer tables are packed by their own development script. */
async function writeTables(folder) {
  const outfile = path.join(root, 'out/dev/tables.mjs');
  await buildScript('src/dev/tables.ts', outfile);
  const { writeTables } = await import(pathToFileURL(outfile).href);
  writeTables(folder);
}

async function filesBelow(folder, pattern) {
  const files = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && pattern.test(file.name))
    .map((file) => path.relative(root, path.join(file.parentPath, file.name)))
    .filter((file) => !file.startsWith(path.join('test', 'projects')))
    .sort();
}

/** A script for developers, run from out/<name>/. */
const buildScript = (entry, outfile) => build({ ...bundle, splitting: false, packages: 'external', entryPoints: [entry], outfile });

const parts = {
  dist: buildCommandLine,
  test: buildTests,
  accuracy: () => buildScript('test/accuracy/accuracy.ts', 'out/accuracy/accuracy.mjs'),
  bench: () => buildScript('test/bench/bench.ts', 'out/bench/bench.mjs'),
  prices: () => buildScript('src/dev/prices.ts', 'out/dev/prices.mjs'),
};
try {
  for (const part of process.argv.length > 2 ? process.argv.slice(2) : ['dist']) await parts[part]();
} catch (error) {
  // esbuild has printed its own errors with their places.
  if (!error.errors) console.error(error);
  process.exitCode = 1;
}
