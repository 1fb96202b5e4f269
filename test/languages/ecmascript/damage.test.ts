/** Broken, half-typed and hostile code is lowered as far as it can be read. */
import assert from 'node:assert/strict';
import { calls, factsOf, language } from './lowering.ts';

describe('ECMAScript: damage', () => {
  it('keeps the calls around code that is being typed', async () => {
    for (const typed of [
      'client.',
      'client.create({',
      'client.create({ model: "x", ',
      'const x = ;',
      'if (',
      'f(a b);',
      'x = y +;',
      'foo(,);',
    ]) {
      const facts = await factsOf(`before();\n${typed}\nnext(1);\nafter(2);\nfunction f() { return inside(3); }`);
      for (const call of ['before()', 'after(2)', 'inside(3)']) assert.ok(calls(facts).includes(call), `${call} around ${typed}`);
    }
  });

  it('lowers what stands in the damage, each call once', async () => {
    const facts = await factsOf('f(a b.c(1)); const x = { y: 1 z: g(2) }; const y = h(3) const z = { i: j(4), k');
    assert.deepEqual(
      calls(facts).filter((call) => !call.startsWith('f(')),
      ['b.c(1)', 'g(2)', 'h(3)', 'j(4)'],
    );
    assert.ok(facts.problems.length > 0);
  });

  it('survives texts that do not end', async () => {
    for (const code of [
      'a(); const x = "abc',
      'a(); const x = `abc ${b',
      'a(); /* never',
      'a(); f(',
      '',
      '\ufeffa();',
      '#!/usr/bin/env node\na();',
    ]) {
      const facts = await factsOf(code);
      assert.equal(code === '' || calls(facts).includes('a()') || facts.problems.length > 0, true, code);
    }
  });

  it('bounds its depth', async () => {
    const shapes = [
      '[',
      '(',
      '{',
      'f(',
      '() => ',
      'if (x) {',
      'a ? ',
      '`${',
      '<a>',
      '!',
      'x.y(',
      'class A { b() {',
      'for (;;) ',
      'const [',
      'let x: A<',
    ];
    for (const shape of shapes) {
      const facts = (await language).lower(shape.repeat(20_000), { path: 'a.tsx', deadline: 20_000 }).facts;
      assert.ok(facts.scopes.length > 0, shape);
    }
    const nested = (await language).lower(`${'f('.repeat(100_000)}1${')'.repeat(100_000)}`, { path: 'a.ts', deadline: 20_000 }).facts;
    assert.ok(nested.problems.some((problem) => /nested too deeply/.test(problem.message)));
  }).timeout(60_000);

  it('walks long chains', async () => {
    const sum = await factsOf(`f(${Array.from({ length: 5000 }, (_, i) => `'t${i}'`).join(' + ')});`);
    assert.equal(sum.calls.length, 1);
    const union = await factsOf(`let x: ${Array.from({ length: 3000 }, (_, i) => `'t${i}'`).join(' | ')};`);
    assert.equal(union.problems.length, 0);
    const ifs = await factsOf(Array.from({ length: 3000 }, (_, i) => `if (a === ${i}) f(${i});`).join(' else '));
    assert.equal(ifs.calls.length, 3000);
  });

  it('says where the parser has put in what is missing', async () => {
    const facts = await factsOf('const\nwhile (true) { f(); }');
    assert.deepEqual(facts.problems, [{ start: 11, end: 11, message: 'Something is missing here.' }]);
    assert.deepEqual((await factsOf('while (true) { f(); }')).problems, []);
  });

  it('gives up in time', async () => {
    const { facts, release } = (await language).lower('f(1);\n'.repeat(200_000), { path: 'a.ts', deadline: 0 });
    assert.match(facts.problems[0]?.message ?? '', /could not be parsed within 0 ms/);
    release();
  });
});
