/** A user's own entry is accepted in the shape of ours, and a wrong one is answered with where and why. */
import assert from 'node:assert/strict';
import { validateSdk } from '../../src/core/catalog/validate.ts';

const entry = {
  id: 'our-gateway',
  title: 'Our gateway',
  homepage: 'https://example.com/gateway',
  checked: '2026-11-21',
  packages: { python: ['our_gateway'] },
  types: { Client: ['Gateway()', "connect('main')"] },
  calls: [
    {
      id: 'complete',
      kind: 'llm-call',
      on: 'Client',
      path: ['complete', 'chats.send'],
      slots: { model: ['model', 0], outputCap: { python: 'options.max_tokens' } },
      defaults: { python: { steps: 'unbounded' } },
    },
  ],
};

const problemsOf = (change: object) => validateSdk({ ...entry, ...change }).problems.map(({ path, message }) => `${path}: ${message}`);
const problemsOfCall = (change: object) => problemsOf({ calls: [{ ...entry.calls[0], ...change }] });

describe('an SDK entry of a user', () => {
  it('is taken as it is when nothing is wrong', () => {
    const { sdk, problems } = validateSdk(entry);
    assert.deepEqual(problems, []);
    assert.equal(sdk, entry);
  });

  it('must be an object', () => {
    for (const value of [null, 'openai', 3, [entry], undefined]) {
      const { sdk, problems } = validateSdk(value);
      assert.equal(sdk, undefined);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? '', /^must be an object, not /);
    }
  });

  it('names what is missing', () => {
    const { title, calls, ...rest } = entry;
    assert.ok(title && calls);
    assert.deepEqual(
      validateSdk(rest).problems.map((problem) => problem.path),
      ['title', 'calls'],
    );
  });

  it('names the words that a field knows', () => {
    assert.deepEqual(problemsOfCall({ kind: 'chat' }), [
      'calls[0].kind: must be one of "llm-call", "embedding-call", "model-constructor", "agent", "retriever", "client", "session", "tool", not "chat"',
    ]);
    assert.match(
      problemsOfCall({ slots: { maxTokens: 'max_tokens' } })[0] ?? '',
      /^calls\[0\]\.slots\.maxTokens: is not known here; known are model, /,
    );
    assert.match(problemsOf({ packages: { ruby: ['our_gateway'] } })[0] ?? '', /^packages\.ruby: is not known here/);
  });

  it('refuses keys of the prototype like any other unknown key', () => {
    const { problems } = validateSdk(JSON.parse(`${JSON.stringify(entry).slice(0, -1)},"__proto__":{},"constructor":1}`));
    assert.deepEqual(
      problems.map((problem) => problem.path),
      ['__proto__', 'constructor'],
    );
  });

  it('says which address, path or number is wrong', () => {
    assert.deepEqual(problemsOfCall({ slots: { model: ['model', -1] } }), [
      'calls[0].slots.model[1]: must be a whole number from 0 on, not -1',
    ]);
    assert.match(problemsOfCall({ slots: { model: 'config..model' } })[0] ?? '', /^calls\[0\]\.slots\.model: must be a position/);
    assert.match(
      problemsOfCall({ path: ['complete()'] })[0] ?? '',
      /^calls\[0\]\.path\[0\]: must be a path without parentheses at its end/,
    );
    assert.deepEqual(problemsOfCall({ path: [] }), ['calls[0].path: must not be empty']);
    assert.match(problemsOfCall({ defaults: { steps: 0 } })[0] ?? '', /^calls\[0\]\.defaults\.steps: must be a whole number above 0/);
    assert.match(problemsOf({ checked: 'last week' })[0] ?? '', /^checked: must be a day/);
  });

  it('knows the types that its calls name', () => {
    assert.deepEqual(problemsOfCall({ on: 'Session' }), ['calls[0].on: the type "Session" is not declared in "types"']);
    assert.deepEqual(problemsOfCall({ on: ['', 'openai:Client'] }), []);
  });

  it('has each id once', () => {
    assert.deepEqual(problemsOf({ calls: [entry.calls[0], entry.calls[0]] }), [
      'calls[1].id: "complete" stands here a second time; every id names one entry',
    ]);
  });
});
