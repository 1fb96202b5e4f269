/** Configurations that are broken, huge or malicious: a clear message with a place, exit code 2, never a stack trace. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CLI = path.resolve('dist/cli.js');
const CONFIG = 'costlint.config.json';

/** `files` beside the code; the message that stderr holds. */
const CASES: readonly (readonly [name: string, files: Readonly<Record<string, string>>, message: RegExp])[] = [
  ['no JSON', { [CONFIG]: 'module.exports = {}' }, /:1:1 {2}Invalid symbol/],
  ['nothing', { [CONFIG]: '' }, /:1:1 {2}/],
  ['null', { [CONFIG]: 'null' }, /:1:1 {2}The configuration must be an object\./],
  ['bytes', { [CONFIG]: '\0\u0001\u0002' }, /:1:1 {2}/],
  ['cut off', { [CONFIG]: '{ "rules": {' }, /:1:13 {2}Close brace expected/],
  ['10 MB', { [CONFIG]: `{ "ignore": ["${'x'.repeat(10 << 20)}"] }` }, /Too large for a configuration/],
  ['2 MB', { [CONFIG]: `{ "ignore": ["${'x'.repeat(2 << 20)}"] }` }, /:1:1 {2}Too large for a configuration/],
  ['deep nesting', { [CONFIG]: `{ "rules": ${'['.repeat(90_000)}${']'.repeat(90_000)} }` }, /Brackets nest more than 100 deep/],
  ['deep nesting of objects', { [CONFIG]: '{"a":'.repeat(90_000) }, /Brackets nest more than 100 deep/],
  ['one long text', { [CONFIG]: `"${'\\"'.repeat(500_000)}"` }, /:1:1 {2}The configuration must be an object/],
  ['quotes without end', { [CONFIG]: '"'.repeat(999_999) }, /:1:3 {2}End of file expected/],
  [
    'unknown keys by the thousand',
    { [CONFIG]: `{ ${Array.from({ length: 40_000 }, (_, i) => `"k${i}": 1`).join(',')} }` },
    /Unknown key "k0"[\s\S]*and 39980 more\n$/,
  ],
  [
    'prototype keys',
    { [CONFIG]: '{ "__proto__": { "ignore": ["**"] }, "constructor": 1 }' },
    /Unknown key "__proto__"[\s\S]*Unknown key "constructor"/,
  ],
  [
    'a prototype as a name',
    { [CONFIG]: '{ "usage": { "features": { "__proto__": {} } } }' },
    /1:28 {2}"__proto__" is no name in usage\.features/,
  ],
  ['a key twice', { [CONFIG]: '{ "rules": {}, "rules": {} }' }, /1:16 {2}"rules" stands here twice\./],
  ['a rule of the prototype', { [CONFIG]: '{ "rules": { "toString": "off" } }' }, /Unknown rule "toString" in rules/],
  [
    'wrong types',
    { [CONFIG]: '{ "rules": [], "usage": 3, "budgets": {}, "prices": "x", "ignore": [1], "root": "yes" }' },
    /rules must be[\s\S]*usage must be[\s\S]*budgets must be[\s\S]*prices must be[\s\S]*ignore\[0\] must be[\s\S]*root must be/,
  ],
  ['numbers that are none', { [CONFIG]: '{ "usage": { "callsPerMonth": 1e999 } }' }, /usage\.callsPerMonth must be/],
  ['negative money', { [CONFIG]: '{ "budgets": [{ "scope": "total", "perMonth": -5 }] }' }, /budgets\[0\]\.perMonth must be/],
  ['extends itself', { [CONFIG]: `{ "extends": "./${CONFIG}" }` }, /1:3 {2}"\.\/costlint\.config\.json" extends itself/],
  [
    'a circle',
    { [CONFIG]: '{ "extends": "./a.json" }', 'a.json': '{ "extends": "./b.json" }', 'b.json': '{ "extends": "./a.json" }' },
    /b\.json:1:3 {2}"\.\/a\.json" extends itself/,
  ],
  [
    'a long chain',
    {
      [CONFIG]: '{ "extends": "./0.json" }',
      ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.json`, `{ "extends": "./${i + 1}.json" }`])),
    },
    /extend each other more than 20 deep/,
  ],
  [
    'a tree of bases',
    {
      [CONFIG]: '{ "extends": ["./0.json", "./0.json"] }',
      ...Object.fromEntries(
        Array.from({ length: 19 }, (_, i) => [`${i}.json`, `{ "extends": ["./${i + 1}.json", "./${i + 1}.json", "./${i + 1}.json"] }`]),
      ),
    },
    /more than 100 configurations are extended/,
  ],
  [
    'a missing base',
    { [CONFIG]: '{\n  "extends": ["./gone.json"]\n}' },
    /2:3 {2}Cannot read "\.\/gone\.json"\. Presets are costlint:recommended and costlint:strict\./,
  ],
  ['a folder as base', { [CONFIG]: '{ "extends": "./src" }' }, /src:1:1 {2}Cannot be read \(not a file\)/],
  [
    'a base outside',
    { [CONFIG]: '{ "extends": "../../secret.json" }' },
    /1:3 {2}Cannot extend "\.\.\/\.\.\/secret\.json": it lies outside of the project/,
  ],
  ['an absolute base', { [CONFIG]: '{ "extends": "/etc/passwd" }' }, /Cannot extend "\/etc\/passwd": it lies outside of the project/],
  [
    'two files',
    { [CONFIG]: '{}', '.costlintrc.json': '{}' },
    /\.costlintrc\.json:1:1 {2}costlint\.config\.json stands beside it: keep one of the two/,
  ],
  ['broken below the root', { [CONFIG]: '{}', 'src/.costlintrc.json': '{ "rules": 3 }' }, /src\/\.costlintrc\.json:1:12 {2}rules must be/],
  ['code', { [CONFIG]: '(() => { require("fs").writeFileSync("ran", "") })()' }, /:1:1 {2}Invalid symbol/],
];

describe('hostile configurations', function () {
  this.timeout(60_000);
  let root: string;
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const check = () => spawnSync(process.execPath, [CLI], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'costlint-hostile-')));
    mkdirSync(path.join(root, '.git'));
    write('src/app.py', 'from openai import OpenAI\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const [name, files, message] of CASES) {
    it(name, () => {
      for (const [file, text] of Object.entries(files)) write(file, text);
      const { status, stdout, stderr } = check();
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [2, '']);
      assert.ok(!/\n {4}at |bug of ours/.test(stderr), stderr.slice(0, 500));
      assert.ok(stderr.length < 10_000);
    });
  }

  it('a link out of the project', () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'costlint-outside-'));
    writeFileSync(path.join(outside, 'secret.json'), '{ "password": 1 }');
    symlinkSync(path.join(outside, 'secret.json'), path.join(root, 'base.json'));
    write(CONFIG, '{ "extends": "./base.json" }');
    const { status, stderr } = check();
    rmSync(outside, { recursive: true, force: true });
    assert.match(stderr, /lies outside of the project/);
    assert.ok(!stderr.includes('password'));
    assert.equal(status, 2);
  });
});
