/** Generated files say what their sources say; `npm run update` rewrites them. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'jsonc-parser';
import { generatedFiles } from '../src/dev/generate.ts';
import { violations } from './support/schema.ts';

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '');

describe('generated files', () => {
  let files: Readonly<Record<string, string>>;
  before(async () => {
    files = await generatedFiles();
    if (process.env.UPDATE) for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  });

  for (const file of [
    'media/baseline.schema.json',
    'media/config.schema.json',
    'media/report.schema.json',
    'media/diff.schema.json',
    'media/l10n/bundle.l10n.json',
    'package.json',
    'README.md',
  ]) {
    it(`${file} is up to date`, () => assert.equal(textOf(file), files[file]));
  }

  it('a real report keeps the schema of reports, and a broken one does not', () => {
    const args = ['dist/cli.js', 'report', '--format', 'json', '--as-of', '2026-11-21', 'test/projects/support-desk'];
    const report = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    const schema = JSON.parse(textOf('media/report.schema.json'));
    assert.ok(report.sites.length > 0);
    assert.deepEqual(violations(report, schema), []);
    assert.deepEqual(violations({ ...report, totals: { ...report.totals, unpriced: '3' } }, schema), ['totals.unpriced: no number']);
    assert.deepEqual(violations({ ...report, sites: undefined }, schema), ['sites: missing']);
  });

  it("the sample's configuration keeps the schema of configurations, and a broken one does not", () => {
    const config = parse(textOf('test/projects/support-desk/costlint.config.json'));
    const schema = JSON.parse(textOf('media/config.schema.json'));
    assert.deepEqual(violations(config, schema), []);
    assert.deepEqual(violations({ ignore: 'x', usages: {} }, schema), ['ignore: no array', 'usages: unknown']);
  });
});
