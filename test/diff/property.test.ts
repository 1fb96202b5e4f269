/** Laws of a diff, under random edits of code as people write it. */
import assert from 'node:assert/strict';
import type { Change } from '../../src/core/report/diff.ts';
import { type Compared, diffOn, type Files } from '../support/diff.ts';

const PYTHON = `from anthropic import Anthropic
from openai import OpenAI
from langchain_chroma import Chroma
from prompts import PERSONA, RULES

K = 4
store = Chroma()
claude = Anthropic(max_retries=2)
gpt = OpenAI()
TOOLS = [
    {"name": "search", "description": "Searches the help pages.", "input_schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
]


def support(question, history):
    docs = store.similarity_search(question, k=K)
    return claude.messages.create(
        model="claude-sonnet-4-6",
        max_tokens=600,
        system=[{"type": "text", "text": PERSONA + RULES, "cache_control": {"type": "ephemeral"}}],
        tools=TOOLS,
        messages=[*history, {"role": "user", "content": f"Pages: {docs} Question: {question}"}],
    )


def draft(topic):
    return gpt.chat.completions.create(
        model="gpt-5.4-mini",
        n=1,
        max_completion_tokens=300,
        messages=[
            {"role": "system", "content": PERSONA},
            {"role": "user", "content": "Example: rain"},
            {"role": "assistant", "content": "It rains."},
            {"role": "user", "content": f"Write about {topic}."},
        ],
    )


def agent(task):
    messages = [{"role": "user", "content": task}]
    for step in range(6):
        reply = claude.messages.create(model="claude-haiku-4-5", max_tokens=900, tools=TOOLS, messages=messages)
        messages.append({"role": "assistant", "content": reply.content})
    return messages
`;
const PROMPTS = `PERSONA = """You work at the help desk of a shop for bicycles. ${'Answer kindly and in few words. '.repeat(170)}"""
RULES = "Never promise a date."
`;
const SCRIPT = `import OpenAI from 'openai';
import { tone } from './tone';

const client = new OpenAI();

export async function summarise(text: string) {
  return client.responses.create({
    model: 'gpt-5.4',
    reasoning: { effort: 'low' },
    max_output_tokens: 500,
    instructions: tone,
    input: \`Summarise: \${text}\`,
  });
}
`;
const TONE = "export const tone = 'Write plainly.';\n";
const CONFIG = `{
  "usage": {
    "callsPerMonth": 20000,
    "features": { "help": { "match": ["desk.py#support"], "callsPerMonth": 5000, "turns": 4, "chunk": 300, "retries": { "billed": 0.02 } } }
  }
}
`;
const START: Files = {
  'desk.py': PYTHON,
  'prompts.py': PROMPTS,
  'src/summary.ts': SCRIPT,
  'src/tone.ts': TONE,
  'costlint.config.json': CONFIG,
};

type Edit = (files: Record<string, string>, next: () => number) => void;

const inFile =
  (file: string, change: (text: string, next: () => number) => string): Edit =>
  (files, next) => {
    files[file] = change(files[file] ?? '', next);
  };
const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)] as T;
const MODELS = ['claude-sonnet-4-6', 'claude-haiku-4-5', 'claude-opus-4-6', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-4o', 'no-such-model'];
const words = (next: () => number): string => ' and then some more of it'.repeat(1 + Math.floor(next() * 200));

const EDITS: readonly Edit[] = [
  inFile('desk.py', (text, next) =>
    text.replace(pick(['"claude-sonnet-4-6"', '"claude-haiku-4-5"', '"gpt-5.4-mini"'], next), `"${pick(MODELS, next)}"`),
  ),
  inFile('desk.py', (text, next) => text.replace(/max_tokens=\d+/, `max_tokens=${pick([50, 200, 2000, 8000], next)}`)),
  inFile('desk.py', (text) => text.replace(/ *max_completion_tokens=\d+,\n/, '')),
  inFile('desk.py', (text, next) => text.replace(/K = \d+/, `K = ${1 + Math.floor(next() * 60)}`)),
  inFile('desk.py', (text, next) => text.replace(/range\(\d+\)/, `range(${1 + Math.floor(next() * 40)})`)),
  inFile('desk.py', (text, next) => text.replace(/ n=\d+/, ` n=${1 + Math.floor(next() * 5)}`)),
  inFile('desk.py', (text) => text.replace(', "cache_control": {"type": "ephemeral"}', '')),
  inFile('desk.py', (text, next) =>
    text.replace(
      'TOOLS = [\n',
      `TOOLS = [\n    {"name": "t${Math.floor(next() * 99)}", "description": "${words(next)}", "input_schema": {"type": "object", "properties": {}}},\n`,
    ),
  ),
  inFile('desk.py', (text, next) => text.replace('Question:', `Question${words(next)}:`)),
  inFile('desk.py', (text, next) => text.replace('It rains.', `It rains${words(next)}.`)),
  inFile('desk.py', (text) => text.replace('*history, ', '')),
  inFile('desk.py', (text) => text.replace('PERSONA + RULES', 'f"{question}" + PERSONA')),
  inFile('desk.py', (text) => text.replace('max_retries=2', 'max_retries=7')),
  inFile('desk.py', (text) => text.replace('def draft', 'def write_draft').replace('\n\n\ndef agent', '\n\n\n# moved\n\n\ndef agent')),
  inFile('prompts.py', (text, next) => text.replace('RULES = "', `RULES = "${words(next)}`)),
  inFile('prompts.py', (text, next) => text.replace(/(?:Answer kindly and in few words\. ){40}/, words(next))),
  inFile('src/summary.ts', (text, next) => text.replace(/effort: '\w+'/, `effort: '${pick(['minimal', 'medium', 'high'], next)}'`)),
  inFile('src/summary.ts', (text, next) => text.replace(/model: '[^']+'/, `model: '${pick(MODELS, next)}'`)),
  inFile('src/summary.ts', (text) => text.replace('  max_output_tokens: 500,\n', "  service_tier: 'flex',\n")),
  inFile('src/tone.ts', (text, next) => text.replace('plainly', `plainly${words(next)}`)),
  inFile('costlint.config.json', (text, next) => text.replace(/"callsPerMonth": 5000/, `"callsPerMonth": ${pick([100, 90_000], next)}`)),
  inFile('costlint.config.json', (text, next) => text.replace(/"turns": \d+/, `"turns": ${2 + Math.floor(next() * 20)}`)),
  inFile('costlint.config.json', (text, next) => text.replace(/"chunk": \d+/, `"chunk": ${100 + Math.floor(next() * 900)}`)),
  inFile('costlint.config.json', (text) => text.replace('{\n', '{\n  "discounts": { "openai": 0.2 },\n')),
  inFile('costlint.config.json', (text) =>
    text.replace('{\n', '{\n  "prices": [{ "model": "no-such-model", "input": 1, "output": 2 }],\n'),
  ),
  (files) => {
    files['src/brief.ts'] = files['src/summary.ts'] ?? '';
    delete files['src/summary.ts'];
  },
];

function edited(seed: number): Files {
  let state = (seed * 2654435761) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const files: Record<string, string> = { ...START };
  for (let count = 1 + Math.floor(next() * 5); count > 0; count--) pick(EDITS, next)(files, next);
  return files;
}

const nameOf = (change: Change): string =>
  JSON.stringify([
    change.before?.path ?? change.path,
    change.after?.path ?? change.path,
    [change.symbol, change.movedFrom?.symbol ?? change.symbol].sort(),
  ]);

/** 1e-9 of the change; where large causes cancel each other out, rounding leaves a trace of these instead. */
const tolerance = (delta: number, causes: readonly number[]): number =>
  1e-9 * Math.abs(delta) + 1e-13 * Math.max(0, ...causes.map(Math.abs));

function adds(compared: Compared, about: string): void {
  let sum = 0;
  for (const { causes, delta, worst, status } of compared.changes) {
    if (!delta) continue;
    for (const of of ['perMonth', 'perCall'] as const) {
      const parts = causes.map((cause) => cause[of] as number);
      const total = delta[of] as number;
      const left = parts.reduce((all, part) => all + part, 0) - total;
      assert.ok(status === 'moved' || Math.abs(left) <= tolerance(total, parts), `${about}: ${of} ${parts.join(' + ')} is not ${total}`);
    }
    const bounds = causes.map(({ worst }) => worst as number);
    assert.ok(
      status === 'moved' ||
        Math.abs(bounds.reduce((all, part) => all + part, 0) - (worst?.perCall as number)) <= tolerance(worst?.perCall as number, bounds),
      `${about}: worst ${bounds.join(' + ')} is not ${worst?.perCall}`,
    );
    sum += delta.perMonth as number;
  }
  assert.ok(Math.abs(sum - compared.delta.perMonth.expected) <= 1e-9 * Math.abs(sum) + 1e-9);
  if (compared.totals && compared.changes.every(({ delta }) => delta !== null)) {
    const { base, head } = compared.totals;
    assert.ok(
      Math.abs(head.perMonth.expected - base.perMonth.expected - sum) <= 1e-9 * (head.perMonth.expected + base.perMonth.expected),
      about,
    );
  }
}

describe('laws of a diff', function () {
  this.timeout(240_000);

  it('causes add up to the change, changes to the totals, and the way back has the other sign', async () => {
    let changes = 0;
    const seen = new Set<string>();
    for (let seed = 1; seed <= 40; seed++) {
      const [base, head] = [seed % 3 === 0 ? edited(seed + 1000) : START, edited(seed)];
      const [there, back] = [await diffOn(base, head), await diffOn(head, base)];
      adds(there, `seed ${seed}`);
      adds(back, `seed ${seed}, back`);
      const reverse = new Map(
        back.changes.map((change) => [
          JSON.stringify([
            change.after?.path ?? change.path,
            change.before?.path ?? change.path,
            [change.symbol, change.movedFrom?.symbol ?? change.symbol].sort(),
          ]),
          change,
        ]),
      );
      assert.equal(back.changes.length, there.changes.length, `seed ${seed}`);
      for (const change of there.changes) {
        const other = reverse.get(nameOf(change));
        assert.ok(other, `seed ${seed}: ${nameOf(change)}`);
        changes++;
        if (change.status === 'added' || change.status === 'removed') continue;
        const own = new Map(other.causes.map((cause) => [cause.cause, cause]));
        assert.deepEqual([...own.keys()].sort(), change.causes.map(({ cause }) => cause).sort(), `seed ${seed}`);
        for (const { cause, perMonth } of change.causes) {
          seen.add(cause);
          const returned = own.get(cause)?.perMonth;
          if (perMonth === null) assert.equal(returned, null);
          else
            assert.ok(
              Math.abs(perMonth + (returned as number)) <=
                tolerance(
                  perMonth,
                  change.causes.map((one) => one.perMonth as number),
                ),
              `seed ${seed}: ${cause} ${perMonth} and ${returned}`,
            );
        }
      }
    }
    // Otherwise the edits would say nothing.
    assert.ok(changes > 40, `${changes} changes`);
    for (const cause of ['model', 'system-prompt', 'tools', 'top-k', 'output-cap', 'loop', 'caching', 'volume', 'price'])
      assert.ok(seen.has(cause), cause);
  });

  it('the same state has no changes', async () => {
    assert.deepEqual((await diffOn(START, START)).changes, []);
    assert.deepEqual((await diffOn(START, START)).findings, { new: [], fixed: [] });
  });
});
