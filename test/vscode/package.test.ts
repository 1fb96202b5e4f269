/**
 * What is packed, for npm and for editors alike: both take what `files` of package.json lists. Everything that the manifest names,
 * nothing else, and not too much of it. `npm run package` weighs the .vsix itself.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Packed {
  /** Bytes, compressed. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package', function () {
  this.timeout(20_000);
  let packed: Packed;
  let files: readonly string[];
  before(() => {
    const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const out = execFileSync(command, ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    [packed] = Object.values<Packed>(JSON.parse(out)) as [Packed];
    files = packed.files.map(({ path }) => path);
  });

  it('holds only what users need', () => {
    const allowed =
      /^(?:dist\/.+\.(?:c?js|wasm)|dist\/assets\/[\w-]+(?:\.css)?|media\/.+\.(?:json|svg|png|css)|media\/walkthrough\/sample\.ts|README\.md|CHANGELOG\.md|LICENSE|package\.json)$/;
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
  });

  it('holds what the manifest, the extension and the README point to', () => {
    const { main, browser, icon } = JSON.parse(readFileSync('package.json', 'utf8'));
    const pictures = [...readFileSync('README.md', 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src="([^"]+)"/g)];
    const late = ['client', 'probe'].map((name) => `dist/vscode/${name}.cjs`);
    const wanted = [main, browser, icon, 'dist/cli.js', ...late, ...pictures.map((hit) => hit[1] ?? hit[2] ?? '')];
    assert.deepEqual(
      wanted.map((file) => file.replace(/^\.\//, '')).filter((file) => !files.includes(file)),
      [],
    );
  });

  it('weighs at most 4 MB', () => assert.ok(packed.size <= 4 * 1024 * 1024, `${packed.size} bytes`));
});
