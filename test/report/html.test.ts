import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEFAULT_CONFIG } from '../../src/core/config/defaults.ts';
import { bookOf } from '../../src/core/prices/shipped.ts';
import { html } from '../../src/core/report/formats/html.ts';
import { pageData } from '../../src/core/report/page-data.ts';
import { finding, report, site } from './samples.ts';

const script = readFileSync('dist/assets/report.js', 'utf8');
const style = readFileSync('dist/assets/report-style.css', 'utf8');
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');
const ASSETS = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
const BOOK = bookOf(DEFAULT_CONFIG);
const HOSTILE = '</script><img src=x onerror=alert(1)><!--\u2028\u202e';
const data = (title = 'desk', message = 'fine') =>
  pageData({
    report: report({ sites: [site({ symbol: message })], findings: [finding({ message })] }),
    config: DEFAULT_CONFIG,
    book: BOOK,
    scenario: {},
    diff: null,
    title,
  });

describe('html', () => {
  it('is one file with a policy that allows its own script and style, and nothing else', () => {
    const text = html(data(), ASSETS);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'/);
    assert.doesNotMatch(policy, /unsafe|http|\*/);
    const [, inline = ''] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? [];
    assert.ok(policy.includes(hashOf(inline)));
    const [, css = ''] = /<style>([\s\S]*?)<\/style>/.exec(text) ?? [];
    assert.ok(policy.includes(hashOf(css)));
    assert.doesNotMatch(text, /\b(?:src|href)="/);
  });

  it('text of the code is never markup', () => {
    const text = html(data(HOSTILE, HOSTILE), ASSETS);
    assert.equal(text.match(/<script/g)?.length, 2 + (script.match(/<script/g)?.length ?? 0));
    assert.doesNotMatch(text.replace(script, ''), /<img|<!--/);
    const [, json = ''] = /id="data">([\s\S]*?)<\/script>/.exec(text) ?? [];
    assert.equal(JSON.parse(json).report.findings[0].message, HOSTILE);
  });

  it('the page is small: at most 100 KB of script and style', () => {
    assert.ok(script.length + style.length <= 100 * 1024, String(script.length + style.length));
  });

  it('the same report gives the same bytes', () => assert.equal(html(data(), ASSETS), html(data(), ASSETS)));

  it('a report of ten thousand calls stays a file that opens', () => {
    const sites = Array.from({ length: 10_000 }, (_, at) => site({ id: `s${at}` }));
    const text = html(
      pageData({ report: report({ sites }), config: DEFAULT_CONFIG, book: BOOK, scenario: {}, diff: null, title: 'big' }),
      ASSETS,
    );
    assert.ok(text.length < 40e6, String(text.length));
  });
});
