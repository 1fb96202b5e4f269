/** The scorer itself: what counts as found, as missed and as false, on labels small enough to see. */
import assert from 'node:assert/strict';
import type { Finding } from './finding.ts';
import type { Label, LabelKind, LabelledFile } from './labels.ts';
import type { MatchOptions } from './match.ts';
import { type Scores, sameModel, score } from './score.ts';
import { compareUsage, scoreUsage } from './usage.ts';

const files: readonly LabelledFile[] = [
  { repo: 'shop/desk', path: 'a.py', lang: 'py', role: 'positive' },
  { repo: 'shop/desk', path: 'plain.ts', lang: 'ts', role: 'negative' },
];

function label(line: number, kind: LabelKind, more: Partial<Label> = {}): Label {
  return {
    repo: 'shop/desk',
    path: 'a.py',
    lang: 'py',
    line,
    endLine: line,
    kind,
    sdk: 'openai',
    model: null,
    modelHow: 'literal',
    outputCap: 'n/a',
    via: 'sdk',
    ambiguous: false,
    ...more,
  };
}

function finding(line: number, kind: string, more: Partial<Finding> = {}): Finding {
  return { path: 'shop__desk/a.py', line, endLine: line, kind, sdk: 'openai', ...more };
}

const labels: readonly Label[] = [
  label(10, 'llm-call', { endLine: 14, model: 'gpt-4o', outputCap: 100 }),
  label(30, 'llm-call', { outputCap: 'absent' }),
  label(50, 'prompt', { endLine: 70, text_chars: 1000 }),
  label(80, 'agent', { ambiguous: true, ambiguousWhy: 'marked' }),
  label(90, 'llm-call', { via: 'wrapper' }),
  label(100, 'agent-loop', { endLine: 120, loopBound: 'unbounded', ambiguous: true, ambiguousWhy: 'loop-kind' }),
  label(130, 'agent', { loopBound: 5 }),
  label(140, 'model-constructor', { model: 'anthropic:claude-x', outputCap: 'dynamic', outputCapDefault: 4096 }),
];

const run = (findings: readonly Finding[], options: MatchOptions = {}): Scores => score(labels, files, findings, options);
const counts = (scores: Scores, kind: string) => {
  const row = scores.byKind.get(kind);
  return [row?.right, row?.false, row?.missed];
};

describe('accuracy: matching', () => {
  it('takes a finding by line or by range, once per label', () => {
    const twice = run([finding(12, 'llm-call'), finding(12, 'llm-call')]);
    assert.deepEqual(counts(twice, 'llm-call'), [1, 0, 1]);
    assert.equal(twice.outcomes.duplicate, 1);
    assert.deepEqual(counts(run([finding(28, 'llm-call')]), 'llm-call'), [1, 0, 1]);
    assert.deepEqual(counts(run([finding(60, 'prompt')]), 'prompt'), [1, 0, 0]);
  });

  it('calls three lines away a miss and a false positive', () => {
    assert.deepEqual(counts(run([finding(33, 'llm-call')]), 'llm-call'), [0, 1, 2]);
  });

  it('prefers the nearest label', () => {
    const close = [label(10, 'llm-call', { model: 'a' }), label(12, 'llm-call', { model: 'b' })];
    const scores = score(close, files, [finding(12, 'llm-call', { model: 'b' }), finding(10, 'llm-call', { model: 'a' })]);
    assert.equal(scores.model.get('all')?.right, 2);
  });

  it('neither wants nor punishes ambiguous labels and wrappers, unless asked', () => {
    const optional = run([finding(80, 'agent'), finding(91, 'llm-call')]);
    assert.equal(optional.outcomes.optional, 2);
    assert.equal(optional.falsePositives.length, 0);
    assert.deepEqual(counts(run([finding(91, 'llm-call')], { wrappers: true }), 'llm-call'), [1, 0, 2]);
    assert.equal(run([finding(101, 'agent-loop')]).byKind.has('agent-loop'), false);
  });

  it('wants half of a labelled loop', () => {
    assert.deepEqual(counts(run([finding(104, 'agent-loop', { endLine: 120 })], { allLoops: true }), 'agent-loop'), [1, 0, 0]);
    assert.deepEqual(counts(run([finding(108, 'agent-loop', { endLine: 110 })], { allLoops: true }), 'agent-loop'), [0, 0, 1]);
  });

  it('sets neighbouring kinds, other files, other kinds and short prompts apart', () => {
    const scores = run([
      finding(130, 'llm-call'),
      finding(5, 'prompt', { textChars: 120 }),
      finding(10, 'wrapped-call'),
      finding(5, 'llm-call', { path: 'elsewhere.py' }),
      finding(5, 'llm-call', { path: 'checkout/shop__desk/plain.ts' }),
    ]);
    assert.equal(scores.outcomes['cross-kind'], 1);
    assert.deepEqual([scores.matched.short, scores.matched.otherKinds, scores.matched.outside], [1, 1, 1]);
    assert.equal(scores.negativeFilesHit, 1);
  });
});

describe('accuracy: facts of what was found', () => {
  it('compares models without provider and knows silence from error', () => {
    assert.ok(sameModel('openai:gpt-4o', 'gpt-4o') && sameModel('models/gemini-pro', 'gemini-pro'));
    assert.ok(!sameModel('gpt-4o', 'gpt-4o-mini') && !sameModel('anthropic.claude-3-haiku-v1:0', 'anthropic.claude-3-opus-v1:0'));
    const verdict = (model: string | null) => run([finding(10, 'llm-call', { model })]).model.get('all');
    assert.equal(verdict('openai/gpt-4o')?.right, 1);
    assert.equal(verdict('gpt-4')?.wrong, 1);
    assert.equal(verdict(null)?.none, 1);
    assert.deepEqual(run([finding(30, 'llm-call', { model: 'guess' })]).modelUnknown, { silent: 0, named: 1 });
  });

  it('compares caps and bounds, a default for a dynamic one included', () => {
    const cap = (outputCap: number | string, line = 10, kind = 'llm-call') => run([finding(line, kind, { outputCap })]).outputCap;
    assert.deepEqual([cap(100).right, cap(99).wrong, cap('absent', 30).right, cap(5, 30).wrong], [1, 1, 1, 1]);
    assert.deepEqual([cap(4096, 140, 'model-constructor').right, cap('dynamic', 140, 'model-constructor').right], [1, 1]);
    assert.equal(run([finding(130, 'agent', { loopBound: 5 })]).loopBound.right, 1);
    assert.equal(run([finding(101, 'agent-loop', { endLine: 120, loopBound: 3 })], { allLoops: true }).loopBound.wrong, 1);
  });

  it('takes a prompt length within a tenth', () => {
    const length = (textChars: number) => run([finding(50, 'prompt', { textChars })]).promptLength;
    assert.deepEqual([length(1090), length(1110), run([]).promptLength], [1, 0, undefined]);
  });
});

describe('accuracy: recorded usage', () => {
  it('tells inside from exact and measures the distance in doublings', () => {
    const row = { repo: 'shop/desk', path: 'a.py', provider: 'openai', model: 'gpt-4o', degree: 'full' };
    const rows = [
      { ...row, line: 12, prompt_tokens: 100 },
      { ...row, line: 50, prompt_tokens: 100 },
    ];
    const site = {
      kind: 'llm-call',
      path: 'shop__desk/a.py',
      range: { start: { line: 10, column: 1 }, end: { line: 14, column: 1 } },
      tokens: { input: { low: 90, expected: 200, high: 300 } },
    };
    const all = scoreUsage(compareUsage(rows, { sites: [site] } as never)).get('all');
    assert.deepEqual(all, { rows: 2, found: 1, counted: 1, inside: 1, exact: 0, median: 1, p90: 1 });
  });
});
