/** The problem matcher reads what the command line prints into a log. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/core/report/report.ts';

interface Pattern {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity?: number;
  readonly message?: number;
  readonly code?: number;
  readonly loop?: boolean;
}

/** As a host reads a log: the first pattern names the file, the last is tried on line after line until one does not fit. */
function matched(text: string, [first, last]: readonly Pattern[]): readonly (readonly (string | undefined)[])[] {
  assert.ok(first && last?.loop);
  const found: (string | undefined)[][] = [];
  let file: string | undefined;
  for (const line of text.split('\n')) {
    const problem = file === undefined ? null : new RegExp(last.regexp).exec(line);
    if (problem)
      found.push([file, ...[last.line, last.column, last.severity, last.message, last.code].map((group) => problem[group ?? 0])]);
    else file = new RegExp(first.regexp).exec(line)?.[first.file ?? 0];
  }
  return found;
}

const CALL = `from openai import OpenAI

client = OpenAI()


def ask(question):
    return client.chat.completions.create(model="gpt-5.4", messages=[{"role": "user", "content": question}])


def again(question):
    while True:
        client.chat.completions.create(model="gpt-5.4", messages=[{"role": "user", "content": question}])
`;

describe('problem matcher', () => {
  it('finds every finding of a check in its output, with place, severity, message and rule', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'costlint-matcher-'));
    try {
      mkdirSync(path.join(root, 'src'));
      for (const file of ['src/ask.py', 'src/other.py']) writeFileSync(path.join(root, file), CALL);
      const { status, stdout } = spawnSync(
        process.execPath,
        [path.resolve('dist/cli.js'), '--no-color', '-f', 'stylish', '-f', 'json:report.json'],
        { cwd: root, encoding: 'utf8', env: { ...process.env, COLUMNS: '' } },
      );
      assert.equal(status, 1);
      const { findings } = JSON.parse(readFileSync(path.join(root, 'report.json'), 'utf8')) as Report;
      const [matcher] = JSON.parse(readFileSync('media/problem-matcher.json', 'utf8')).problemMatcher;
      assert.ok(findings.length >= 4, String(findings.length));
      assert.deepEqual(
        matched(stdout, matcher.pattern),
        findings.map(({ path: file, range: { start }, severity, message, rule }) => [
          file,
          String(start.line),
          String(start.column),
          severity,
          message,
          rule,
        ]),
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
