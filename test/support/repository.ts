/** A git repository in a temporary folder, made and thrown away by a test. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diff } from '../../src/core/report/diff.ts';
import { type DiffOptions, diffProject } from '../../src/node/diff/diff.ts';
import { DAY } from './engine.ts';

/** null: no file. */
export type Content = string | Uint8Array | { readonly link: string } | null;

export class TestRepository {
  readonly root: string;

  constructor(root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-git-')))) {
    this.root = root;
  }

  /** With a first commit on the branch main. */
  static with(files: Readonly<Record<string, Content>>): TestRepository {
    const repository = new TestRepository();
    repository.git('init', '-q', '-b', 'main');
    repository.commit(files, 'first');
    return repository;
  }

  git(...args: readonly string[]): string {
    const identity = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@localhost',
      '-c',
      'commit.gpgsign=false',
      '-c',
      'core.autocrlf=false',
      '-c',
      'protocol.file.allow=always',
    ];
    return execFileSync('git', [...identity, ...args], { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  /** Writes files; null deletes. */
  write(files: Readonly<Record<string, Content>>): void {
    for (const [file, content] of Object.entries(files)) {
      const target = path.join(this.root, file);
      if (content === null) rmSync(target);
      else {
        mkdirSync(path.dirname(target), { recursive: true });
        if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, target);
        else writeFileSync(target, content);
      }
    }
  }

  stage(files: Readonly<Record<string, Content>>): void {
    this.write(files);
    this.git('add', '--all', ...Object.keys(files));
  }

  /** The id of the new commit. */
  commit(files: Readonly<Record<string, Content>>, message = 'change'): string {
    this.stage(files);
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  async diff(options: Partial<DiffOptions> = {}): Promise<Diff> {
    const diffed = await diffProject({
      root: this.root,
      place: { root: this.root },
      at: DAY,
      version: 'test',
      assets: path.resolve('dist/assets'),
      base: 'HEAD',
      head: 'work tree',
      mergeBase: false,
      gates: { failOn: 'warning', maxWarnings: undefined, maxIncrease: undefined },
      ...options,
    });
    if (!('diff' in diffed)) throw new Error(`the test's configuration: ${JSON.stringify(diffed.problems)}`);
    return diffed.diff;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
