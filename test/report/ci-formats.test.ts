import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parse as parseJunit, type TestSuites } from 'junit2json';
import type { FormatOptions } from '../../src/core/report/formats/format.ts';
import { formats } from '../../src/core/report/formats/index.ts';
import { FORMAT_NAMES, type FormatName } from '../../src/core/report/formats/names.ts';
import type { Finding, Report } from '../../src/core/report/report.ts';
import { finding, range, report } from './samples.ts';

const SOURCE = 'a\n// é😀 x\nconst answer = ask();\n';
const OPTIONS: FormatOptions = { color: false, width: 100, base: '', textOf: (file) => (file === 'src/triage.ts' ? SOURCE : undefined) };
type Plain = Exclude<FormatName, 'html'>;
const PLAIN_NAMES = FORMAT_NAMES.filter((name): name is Plain => name !== 'html');
const as = (format: Plain, of: Report, options: Partial<FormatOptions> = {}) => formats[format](of, { ...OPTIONS, ...options });

const EMPTY = report({ sites: [], findings: [] });
const oneLine = { start: { line: 2, column: 8 }, end: { line: 2, column: 9 } };
const fix = (edits: number, safety: 'safe' | 'suggestion' = 'safe'): Finding['fixes'][number] => ({
  title: 'Set max_tokens',
  safety,
  edits: Array.from({ length: edits }, () => ({ path: 'src/triage.ts', range: oneLine, newText: 'max' })),
});
/** Text that would break out of every format that is careless. */
const HOSTILE = '</failure>]]>\u0000\ud800 %0A::error::, : `|` <b>@team</b> "quoted" \u202e\r\n::warning::second line';
const hostile = report({
  findings: [
    finding({ path: 'src/a b,c:d%e#é.ts', message: HOSTILE }),
    finding({ path: 'src/"x"&<y>\ud800.ts', message: HOSTILE, fingerprint: 'g' }),
  ],
});
const silenced = report({ findings: [finding({ suppressed: { reason: 'agreed with finance' } })] });
const many = report({
  findings: Array.from({ length: 37 }, (_, at) =>
    finding({ range: range(at + 1), fingerprint: `f${at}`, impact: { perMonth: { low: at, expected: at, high: at } } }),
  ),
});

describe('every format', () => {
  for (const name of PLAIN_NAMES) {
    it(`${name} prints the same bytes again, ends its last line, and says nothing of silenced findings as open`, () => {
      for (const of of [EMPTY, report(), hostile, silenced, many]) {
        const text = as(name, of);
        assert.equal(as(name, of), text);
        assert.ok(text === '' ? name === 'github' : text.endsWith('\n'));
      }
    });
  }
});

const damaged = report({ files: { ...report().files, failed: [{ path: 'src/a.ts', reason: 'This part could not be parsed (line 7)' }] } });

describe('sarif', () => {
  const require = createRequire(import.meta.url);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'costlint-sarif-'));
  after(() => rmSync(folder, { recursive: true }));

  /** What Microsoft's own tool has against a log: its schema and the rules of the standard. */
  function complaints(text: string): readonly { readonly ruleId: string; readonly level?: string }[] {
    const platform = { darwin: 'darwin', linux: 'linux', win32: 'win32' }[process.platform as string] ?? 'linux';
    const manifest = require.resolve(`@microsoft/sarif-multitool-${platform}/package.json`);
    const tool = path.join(path.dirname(manifest), process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool');
    // Its install script would do so, where install scripts are allowed.
    chmodSync(tool, 0o755);
    const input = path.join(folder, 'in.sarif');
    const output = path.join(folder, 'out.sarif');
    writeFileSync(input, text);
    const args = ['validate', input, '--output', output, '--log', 'ForceOverwrite', '--level', 'Error;Warning'];
    try {
      execFileSync(tool, args, { stdio: 'pipe', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
    } catch (error) {
      // It exits with 1 when it has found something: the log says what.
      if ((error as { status?: number }).status !== 1) throw error;
    }
    return (
      JSON.parse(
        require('node:fs')
          .readFileSync(output, 'utf8')
          .replace(/^\uFEFF/, ''),
      ).runs[0].results ?? []
    );
  }

  it('is valid for its own validator: findings, fixes, silenced, hostile, nothing', function () {
    this.timeout(120_000);
    const fixed = report({ findings: [finding({ fixes: [fix(1), fix(2, 'suggestion')], range: oneLine })] });
    for (const of of [EMPTY, fixed, hostile, silenced, many, damaged])
      assert.deepEqual(
        complaints(as('sarif', of)).map(({ ruleId }) => ruleId),
        [],
      );
  });

  it('tells which files were read in part', () => {
    const [invocation] = JSON.parse(as('sarif', damaged, { base: 'packages/api/' })).runs[0].invocations;
    assert.equal(invocation.executionSuccessful, true);
    const [said] = invocation.toolExecutionNotifications;
    assert.equal(said.message.text, 'This part could not be parsed (line 7)');
    assert.equal(said.locations[0].physicalLocation.artifactLocation.uri, 'packages/api/src/a.ts');
  });

  it('the validator would complain', function () {
    this.timeout(60_000);
    const broken = as('sarif', report()).replace('"startLine": 42', '"startLine": "42"');
    assert.ok(complaints(broken).length > 0);
  });

  it('points to one line, keeps the whole place beside it, and carries fingerprint, cost and silence', () => {
    const run = (of: Report, base = '') => JSON.parse(as('sarif', of, { base })).runs[0];
    const [result] = run(report(), 'packages/api/').results;
    assert.deepEqual(result.locations[0].physicalLocation.region, { startLine: 42, startColumn: 3, endLine: 42, endColumn: 4 });
    assert.equal(result.locations[0].physicalLocation.artifactLocation.uri, 'packages/api/src/triage.ts');
    assert.equal(result.relatedLocations[0].physicalLocation.region.endLine, 46);
    assert.deepEqual(result.partialFingerprints, { 'costlint/v1': 'f' });
    assert.equal(result.properties.usdPerCall.expected, 0.0041);
    assert.equal(result.properties.usdPerMonth.expected, 120);
    assert.match(run(report()).tool.driver.rules[0].helpUri, /\/test\/rules\/missing-output-cap\.md$/);
    assert.deepEqual(run(silenced).results[0].suppressions, [{ kind: 'inSource', justification: 'agreed with finance' }]);
    assert.equal(run(hostile).results[0].locations[0].physicalLocation.artifactLocation.uri, 'src/a%20b%2Cc%3Ad%25e%23%C3%A9.ts');
  });
});

describe('github', () => {
  it('writes one command a line, whatever the text', () => {
    const lines = as('github', hostile).trimEnd().split('\n');
    assert.equal(lines.length, 2);
    for (const line of lines)
      assert.match(line, /^::warning file=[^,:]+,line=42,col=3,endLine=46,title=Costlint%3A missing-output-cap::[^\r\n]*$/);
    assert.match(lines[1] as string, /file=src\/a b%2Cc%3Ad%25e#é\.ts,/);
  });

  it('shows the ten that matter most of each kind, and how many more there are', () => {
    const lines = as('github', many).trimEnd().split('\n');
    assert.equal(lines.length, 10);
    assert.match(lines[0] as string, /\$36 a month/);
    assert.match(lines[9] as string, /28 more findings of this kind/);
  });

  it('names columns only within one line', () => {
    assert.match(as('github', report({ findings: [finding({ range: oneLine, severity: 'info' })] })), /^::notice .*endColumn=9,/);
  });
});

describe('gitlab', () => {
  it('has the documented fields, and each fingerprint once', () => {
    const issues = JSON.parse(as('gitlab', many));
    assert.equal(new Set(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).size, 37);
    assert.deepEqual(JSON.parse(as('gitlab', report(), { base: 'api/' })), [
      {
        description: 'No output cap: one answer may cost as much as the model allows. (~$120 a month)',
        check_name: 'missing-output-cap',
        fingerprint: 'f',
        severity: 'major',
        location: { path: 'api/src/triage.ts', lines: { begin: 42, end: 46 } },
      },
    ]);
    assert.deepEqual(JSON.parse(as('gitlab', EMPTY)), []);
  });
});

describe('junit', () => {
  const readJunit = async (text: string): Promise<TestSuites> => {
    const read = await parseJunit(text);
    assert.ok(read && 'testsuite' in read);
    return read;
  };

  it('is read by a parser of JUnit: failures by file and rule, and a clean run that passes', async () => {
    const clean = await readJunit(as('junit', EMPTY));
    assert.deepEqual([clean.tests, clean.failures], [1, 0]);
    const told = [finding({ severity: 'info', rule: 'hard-coded-model' }), finding(), finding({ range: range(50) })];
    const read = await readJunit(as('junit', report({ findings: told })));
    assert.deepEqual([read.tests, read.failures], [2, 1]);
    const cases = read.testsuite?.[0]?.testcase ?? [];
    assert.deepEqual(
      cases.map(({ name }) => name),
      ['hard-coded-model', 'missing-output-cap'],
    );
    assert.match(cases[1]?.failure?.[0]?.inner ?? '', /src\/triage\.ts:42:3 .*\nsrc\/triage\.ts:50:3 /);
  });

  it('carries hostile text as text', async () => {
    const read = await readJunit(as('junit', hostile));
    const [suite] = read.testsuite ?? [];
    assert.equal(suite?.name, 'src/a b,c:d%e#é.ts');
    assert.match(suite?.testcase?.[0]?.failure?.[0]?.inner ?? '', /<\/failure>\]\]>.*<b>@team<\/b> "quoted"/);
  });
});

describe('rdjson', () => {
  it('counts columns in bytes and suggests what one edit can mend', () => {
    const findings = [finding({ range: oneLine, fixes: [fix(1), fix(2)] })];
    const read = JSON.parse(as('rdjson', report({ findings })));
    assert.equal(read.source.name, 'costlint');
    const [diagnostic] = read.diagnostics;
    // "// é😀 x": é takes two bytes, the face four bytes and two UTF-16 units.
    assert.deepEqual(diagnostic.location.range, { start: { line: 2, column: 11 }, end: { line: 2, column: 12 } });
    assert.equal(diagnostic.severity, 'WARNING');
    assert.equal(diagnostic.code.value, 'missing-output-cap');
    assert.deepEqual(diagnostic.suggestions, [{ range: diagnostic.location.range, text: 'max' }]);
    assert.deepEqual(JSON.parse(as('rdjson', EMPTY)).diagnostics, []);
  });
});

describe('json-eslint', () => {
  it('has one entry a file with counts, fixes by offset, suggestions and what is silenced', () => {
    const findings = [
      finding({ range: oneLine, severity: 'error', fixes: [fix(1), fix(1, 'suggestion')] }),
      finding({ severity: 'info' }),
      finding({ suppressed: { reason: 'agreed' } }),
    ];
    const [file, ...more] = JSON.parse(as('json-eslint', report({ findings })));
    assert.deepEqual(more, []);
    assert.deepEqual(
      [file.errorCount, file.warningCount, file.fixableErrorCount, file.fixableWarningCount, file.messages.length],
      [1, 1, 1, 0, 2],
    );
    assert.equal(SOURCE.slice(...(file.messages[0].fix.range as [number, number])), 'x');
    assert.equal(file.messages[0].suggestions[0].desc, 'Set max_tokens');
    assert.deepEqual(file.suppressedMessages[0].suppressions, [{ kind: 'directive', justification: 'agreed' }]);
    assert.deepEqual(JSON.parse(as('json-eslint', EMPTY)), []);
  });
});

describe('markdown', () => {
  it('begins with the number, folds the lists, and ends with what it rests on', () => {
    const text = as('markdown', report());
    assert.match(text, /^### Prompt cost: \$203\/mo\n\n\$90–\$410 a month over 1 call\.\n/);
    assert.match(text, /\| `src\/triage\.ts:42` \| gpt-5\.4-mini \| ~3,612 \| ~\$0\.0041 \| ~\$203 \|/);
    assert.match(text, /<summary>1 finding<\/summary>/);
    assert.match(text, /prices of 2026-11-10\. 20 % of it rests on assumptions/);
    assert.match(as('markdown', EMPTY), /^### Prompt cost: no LLM calls found in 812 files\n/);
  });

  it('lets no text of the code become markup, a mention or another row', () => {
    const text = as('markdown', hostile);
    assert.doesNotMatch(text, /<b>|@team|\u202e/);
    const items = text.split('\n').filter((line) => line.startsWith('- '));
    assert.equal(items.length, 2);
  });

  it('cuts long lists and says so', () => {
    assert.match(as('markdown', many, { rows: 10 }), /… and 27 more findings\./);
  });
});
