import assert from 'node:assert/strict';
import { DEFAULT_SCOPES } from '../../src/core/config/defaults.ts';
import { globMatcher, seenFrom } from '../../src/core/config/globs.ts';

describe('globs', () => {
  it('match as in other tools', () => {
    const cases: [string, string, boolean][] = [
      ['src/*.ts', 'src/a.ts', true],
      ['src/*.ts', 'src/b/a.ts', false],
      ['src/**', 'src/b/a.ts', true],
      ['**/*.ts', 'a.ts', true],
      ['**/test/**', 'test/a.ts', true],
      ['**/test/**', 'a/test/b/c.ts', true],
      ['**/test/**', 'latest/a.ts', false],
      ['a/**/b.ts', 'a/b.ts', true],
      ['a/**/b.ts', 'a/x/y/b.ts', true],
      ['*.{ts,py}', 'a.py', true],
      ['*.{ts,py}', 'a.js', false],
      ['file[0-9].ts', 'file3.ts', true],
      ['file[!0-9].ts', 'file3.ts', false],
      ['a?.ts', 'ab.ts', true],
      ['vendor', 'vendor/x/y.ts', true],
      ['vendor/', 'vendor/x.ts', true],
      ['./src/a.ts', 'src/a.ts', true],
      ['a+b(c).ts', 'a+b(c).ts', true],
      ['a.ts', 'axts', false],
    ];
    for (const [glob, path, matches] of cases) assert.equal(globMatcher([glob])(path), matches, `${glob} ${path}`);
  });

  it('never fail, however they are broken', () => {
    for (const glob of ['[z-a].ts', '{a,b', 'a}', '[', '[]', '\\', '**/**/**', '']) globMatcher([glob])('a/b.ts');
    assert.equal(globMatcher([])('a'), false);
    assert.equal(globMatcher(['{a,b'])('{a,b'), true);
  });

  it('of a folder above are seen from the root below it', () => {
    assert.equal(seenFrom('packages/app', 'packages/app/src/**'), 'src/**');
    assert.equal(seenFrom('packages/app', 'packages/*/src/**'), 'src/**');
    assert.equal(seenFrom('packages/app', '**/test/**'), '**/test/**');
    assert.equal(seenFrom('packages/app', 'packages/**'), '**');
    assert.equal(seenFrom('packages/app', 'packages'), '**');
    assert.equal(seenFrom('packages/app', 'other/**'), undefined);
  });
});

describe('default scopes', () => {
  const test = globMatcher(DEFAULT_SCOPES.test);
  const example = globMatcher(DEFAULT_SCOPES.example);

  it('tell tests and examples from the application', () => {
    for (const path of [
      'test/a.ts',
      'pkg/tests/b.py',
      'src/__tests__/c.tsx',
      'src/a.test.ts',
      'src/a.spec.js',
      'conftest.py',
      'src/test_x.py',
      'src/x_test.py',
    ]) {
      assert.ok(test(path), path);
    }
    for (const path of ['examples/a.py', 'docs/x.ts', 'pkg/cookbook/y.py']) assert.ok(example(path), path);
    for (const path of ['src/contest.py', 'src/latest.ts', 'src/protest/x.py', 'demo/app.py', 'scripts/nightly.py', 'src/testing.ts']) {
      assert.ok(!test(path) && !example(path), path);
    }
  });
});
