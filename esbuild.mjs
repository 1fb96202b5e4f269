// Builds the command line and the VS Code extension into dist/; with `test`, the tests into out/test/, where they read the assets of
// dist/; with `suites`, what runs inside VS Code into out/vscode/.
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
    entryPoints: {
      cli: 'src/cli/main.ts',
      'scan-worker': 'src/cli/scan-worker.ts',
      server: 'src/server/main.node.ts',
      'branch-thread': 'src/server/branch-thread.ts',
    },
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
    if (!['assets', 'vscode', 'web'].includes(file) && !written.has(file)) await rm(path.join(root, 'dist', file), { recursive: true });
  }
}

/** CommonJS, because the editor's hosts take nothing else everywhere; this package is of type `module`, hence `.cjs`. */
const inEditor = {
  ...bundle,
  format: 'cjs',
  splitting: false,
  external: ['vscode'],
  // The parser asks where it stands even when it is given its binary; a worker made of a text stands nowhere.
  define: { 'import.meta.url': '"https://costlint.invalid/"' },
  outExtension: { '.js': '.cjs' },
  minify: true,
};

/** What activation does not need stands in files of its own, each loaded when it is first asked for. */
const loadedLate = {
  name: 'loaded-late',
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, path: file }) =>
      kind === 'dynamic-import' ? { path: file.replace(/\.ts$/, '.cjs'), external: true } : undefined,
    );
  },
};

/** The extension for the desktop and for remote hosts, and the one for browsers: a web worker loads a single file. */
async function buildExtension() {
  const late = ['probe', 'client'].map((name) => `src/vscode/${name}.ts`);
  await Promise.all([
    build({
      ...inEditor,
      entryPoints: ['src/vscode/extension.ts', ...late],
      outdir: 'dist/vscode',
      // `import()` of a CommonJS file would bypass the editor's own `require`, which knows the module `vscode`.
      supported: { 'dynamic-import': false },
      plugins: [loadedLate],
    }),
    build({
      ...inEditor,
      platform: 'browser',
      mainFields: ['browser', 'module', 'main'],
      entryPoints: { extension: 'src/vscode/extension-web.ts' },
      outdir: 'dist/web',
    }),
    build({
      ...inEditor,
      format: 'iife',
      platform: 'browser',
      mainFields: ['browser', 'module', 'main'],
      entryPoints: { server: 'src/server/main.worker.ts' },
      outdir: 'dist/web',
      outExtension: {},
    }),
  ]);
}

/** The report page: one script and one style sheet, small enough to stand in a file of their own reports. */
async function buildPage() {
  await build({
    ...bundle,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    splitting: false,
    entryPoints: { report: 'src/webview/main.tsx', 'report-style': 'media/report.css' },
    outdir: 'dist/assets',
    // What the types are checked with would have children as a property.
    tsconfigRaw: {},
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    inject: ['src/webview/jsx.ts'],
    minify: true,
    // Both of its hosts say that it is UTF-8: signs need no escapes.
    charset: 'utf8',
  });
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

/** Suites that run inside VS Code, and their entry. */
async function buildSuites() {
  await rm(path.join(root, 'out/vscode'), { recursive: true, force: true });
  await build({
    ...bundle,
    format: 'cjs',
    splitting: false,
    entryPoints: ['test/vscode/index.ts', ...(await filesBelow('test/vscode', /\.suite\.ts$/))],
    outbase: 'test/vscode',
    outdir: 'out/vscode',
    packages: 'external',
    outExtension: { '.js': '.cjs' },
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
  dist: () => Promise.all([buildCommandLine(), buildExtension(), buildPage()]),
  test: buildTests,
  suites: buildSuites,
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
