#!/usr/bin/env node
/** Entry of the command line: answers `--version` and `--help` at once and loads a command only when it runs. */
import module from 'node:module';
import process from 'node:process';
import v8 from 'node:v8';
import { version } from '../../package.json';

/** A reader that closes the pipe early (`costlint | head`) has seen enough: that is no failure. */
function quietlyEndWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
}

/**
 * A command ends after seconds: most of what Node 20 optimises in that time costs more than it brings, on the cores that scan.
 * Newer Nodes have a compiler for such code, and not all know the setting.
 */
function optimiseLess(): void {
  if (process.versions.v8.startsWith('11.')) v8.setFlagsFromString('--interrupt-budget=528000');
}

async function run(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  // Editors add arguments of their own.
  if (argv[0] === 'lsp' && !argv.includes('--help')) return (await commands.lsp())();
  optimiseLess();
  const { helpText, readArguments } = await import('./args.ts');
  const { verb, operands, flags } = readArguments(argv);
  if (flags.version) process.stdout.write(`${version}\n`);
  else if (flags.help) process.stdout.write(helpText(version));
  else return (await commands[verb]())(operands, flags);
  return 0;
}

const commands = {
  check: async () => (await import('./commands/check.ts')).check,
  report: async () => (await import('./commands/report.ts')).report,
  diff: async () => (await import('./commands/diff.ts')).diff,
  merge: async () => (await import('./commands/merge.ts')).merge,
  explain: async () => (await import('./commands/explain.ts')).explain,
  comment: async () => (await import('./commands/comment.ts')).comment,
  rules: async () => (await import('./commands/rules.ts')).rules,
  baseline: async () => (await import('./commands/baseline.ts')).baseline,
  init: async () => (await import('./commands/init.ts')).init,
  prices: async () => (await import('./commands/prices.ts')).prices,
  lsp: async () => (await import('./commands/lsp.ts')).lsp,
};

process.stdout.on('error', quietlyEndWithReader);
process.stderr.on('error', quietlyEndWithReader);
// Only newer Nodes have it.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const { UsageError } = await import('./usage-error.ts');
  const text = error instanceof UsageError ? error.message : `Costlint failed; this is a bug of ours.\n${(error as Error)?.stack ?? error}`;
  process.stderr.write(`costlint: ${text}\n`);
  process.exitCode = 2;
}
