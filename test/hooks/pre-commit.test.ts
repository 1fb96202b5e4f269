/** The hook as the pre-commit framework installs it: from a clone of this repository, built by what the clone itself says. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CALL = (cap: string) => `from openai import OpenAI


def answer():
    return OpenAI().chat.completions.create(model="gpt-5.4-mini", messages=[{"role": "user", "content": "Hi"}]${cap})
`;

describe('pre-commit', function () {
  // The framework installs the packages that this repository is built with.
  this.timeout(600_000);
  let folder: string;
  let app: string;
  let env: NodeJS.ProcessEnv;

  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const commit = (message: string) => {
    const { status, stdout, stderr } = spawnSync('git', ['commit', '-m', message], { cwd: app, env, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };

  before(function () {
    if (spawnSync('pre-commit', ['--version']).status !== 0) {
      console.log('      pre-commit is not installed: its hook is not tried');
      this.skip();
    }
    folder = mkdtempSync(path.join(tmpdir(), 'costlint-hook-'));
    app = path.join(folder, 'app');
    const author = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    env = {
      ...process.env,
      ...author,
      PRE_COMMIT_HOME: path.join(folder, 'cache'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      npm_config_prefer_offline: 'true',
    };
    // What runs inside of a hook of git's own would otherwise point at that repository.
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE']) delete env[name];
    const clone = path.join(folder, 'costlint');
    git(folder, 'clone', '--quiet', process.cwd(), clone);
    git(folder, 'init', '--quiet', app);
    const revision = git(clone, 'rev-parse', 'HEAD').trim();
    writeFileSync(
      path.join(app, '.pre-commit-config.yaml'),
      `repos:\n  - repo: ${clone}\n    rev: ${revision}\n    hooks: [{ id: costlint }]\n`,
    );
    execFileSync('pre-commit', ['install', '--install-hooks'], { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'] });
  });
  after(() => folder && rmSync(folder, { recursive: true, force: true }));

  it('stops a bad commit, looks at the index only, and lets a good one pass', () => {
    writeFileSync(path.join(app, 'answer.py'), CALL(''));
    git(app, 'add', '-A');
    const bad = commit('no cap');
    assert.equal(bad.status, 1, bad.text);
    assert.match(bad.text, /answer\.py[\s\S]*missing-output-cap/);

    // The work tree is mended, the index is not.
    writeFileSync(path.join(app, 'answer.py'), CALL(', max_completion_tokens=20'));
    assert.match(commit('mended beside the index').text, /missing-output-cap/);

    git(app, 'add', '-A');
    const good = commit('with a cap');
    assert.equal(good.status, 0, good.text);
    assert.equal(git(app, 'status', '--porcelain'), '');
  });

  it('has nothing to say about other files', () => {
    writeFileSync(path.join(app, 'notes.md'), 'Nothing of an LLM.\n');
    git(app, 'add', '-A');
    assert.equal(commit('notes').status, 0);
  });
});
