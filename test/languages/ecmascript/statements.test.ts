/** ECMAScript modules, functions, classes, branches and loops as facts. */
import assert from 'node:assert/strict';
import type { FileFacts } from '../../../src/core/facts/facts.ts';
import { bound, calls, exported, factsOf, show, shown, stores, writes } from './lowering.ts';

describe('ECMAScript: imports', () => {
  it('binds default, named, renamed, namespace and type imports', async () => {
    const facts = await factsOf(`
      import a, { b, c as d, type E, default as f, 'g-h' as g } from 'm' with { type: 'json' };
      import * as n from "n"; import type T from 't'; import 'effect'; import r = require('r'); import z, * as y from 'y';`);
    const expected = {
      a: 'm:default',
      b: 'm:b',
      d: 'm:c',
      E: 'm:E',
      f: 'm:default',
      g: 'm:g-h',
      n: 'n:*',
      T: 't:default',
      r: 'r:*',
      z: 'y:default',
      y: 'y:*',
    };
    assert.deepEqual([...(facts.scopes[0]?.bindings.keys() ?? [])], Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(writes(facts, name), [`import import ${value}`]);
  });

  it('binds what is required or imported on the way', async () => {
    const facts = await factsOf(
      `
      const a = require('a'), { b, c: d = 1 } = require("b"), e = require('e').default;
      async function f() { const { g } = await import('g'); }`,
      'a.cjs',
    );
    assert.deepEqual(
      ['a', 'b', 'd', 'e'].map((name) => bound(facts, name)),
      ['import a:*', 'import b:b', '(import b:c nullish 1)', 'import e:default'],
    );
    assert.equal(bound(facts, 'g', 1), 'import g:g');
    assert.equal(facts.calls.length, 0);
  });
});

describe('ECMAScript: exports', () => {
  it('of declarations', async () => {
    const facts = await factsOf(
      'export const a = 1, { b, c: [d] } = x; export function e() {} export class F {} export enum G { A } export type H = 1; export interface I {}',
    );
    assert.deepEqual(exported(facts), { a: 'a', b: 'b', d: 'd', e: 'e', F: 'F', G: 'G' });
  });

  it('of lists, other modules and defaults', async () => {
    const facts = await factsOf(
      "export { a, b as c, d as default }; export { e as f, default as g } from 'm'; export * from 'n'; export * as o from 'p';",
    );
    assert.deepEqual(exported(facts), { a: 'a', c: 'b', default: 'd', f: 'import m:e', g: 'import m:default', o: 'import p:*' });
    assert.deepEqual(facts.reexports, ['n']);
    assert.deepEqual(exported(await factsOf('export default async () => 1;')), { default: 'function ' });
    assert.deepEqual(exported(await factsOf('export default function f() {}')), { default: 'f' });
    assert.deepEqual(exported(await factsOf('export default function () {}')), { default: 'function ' });
    assert.deepEqual(exported(await factsOf('export default class A {}')), { default: 'A' });
    assert.deepEqual(exported(await factsOf("export default 'text';")), { default: '"text"' });
    assert.deepEqual(exported(await factsOf('export default { a: 1 } satisfies B;')), { default: '{a: 1}' });
    assert.deepEqual(exported(await factsOf('export = a;')), { 'export =': 'a' });
  });

  it('of CommonJS', async () => {
    assert.deepEqual(exported(await factsOf('module.exports = { a, b: 1 };', 'a.js')), { 'export =': '{a: a, b: 1}', a: 'a', b: '1' });
    assert.deepEqual(exported(await factsOf('exports.a = 1; module.exports.b = function () {};', 'a.js')), { a: '1', b: 'function b' });
    assert.deepEqual(exported(await factsOf('module.exports = exports = f;', 'a.js')), { 'export =': 'f' });
  });
});

const functions = (facts: FileFacts) => facts.functions.map((f) => f.symbol);

describe('ECMAScript: functions', () => {
  it('names them by themselves or by what holds them', async () => {
    const facts = await factsOf(`
      function a() { function b() {} return () => 1; }
      const c = () => {}, d = function e() {}, f = { g() {}, h: async () => {}, i: { j: () => {} } } as const;
      k.l = function () {}; export const m = wrap(async () => {}); xs.map((x) => x);
      class N { o() { return [1].map((y) => y); } p = () => {}; static #q() {} }`);
    assert.deepEqual(functions(facts), ['a', 'a.b', 'a', 'c', 'e', 'f.g', 'f.h', 'f.i.j', 'l', 'm', '', 'N.o', 'N.o', 'N.p', 'N.#q']);
  });

  it('hoists declarations', async () => {
    const facts = await factsOf('use(); const x = f(); function f() {}');
    assert.deepEqual(writes(facts, 'f'), ['function function f']);
    assert.equal(facts.scopes[0]?.bindings.get('f')?.writes[0]?.at, -1);
  });

  it('lowers parameters of all shapes', async () => {
    const facts = await factsOf('function f(this: T, a: A, { b, c = 1, d: { e } }: P = {}, [g]: Q, h = a, i?: I, ...j: string[]) {}');
    const [f] = facts.functions;
    assert.deepEqual(
      f?.params.map((p) => [p.name, show(facts, p.default), show(facts, p.annotation), p.rest]),
      [
        ['a', '–', 'A', undefined],
        ['', '{}', 'P', undefined],
        ['', '–', 'Q', undefined],
        ['h', 'a', '–', undefined],
        ['i', '–', 'I', undefined],
        ['j', '–', 'Array[string]', 'list'],
      ],
    );
    const expected = {
      a: 'parameter:A parameter 0',
      b: 'parameter parameter 1.b',
      c: 'parameter (parameter 1.c nullish 1)',
      e: 'parameter parameter 1.d.e',
      g: 'parameter element0(parameter 2)',
      h: 'parameter parameter 3',
      j: 'parameter:Array[string] parameter 5',
    };
    for (const [name, write] of Object.entries(expected)) assert.deepEqual(writes(facts, name, 1), [write]);
  });

  it('lowers arrows with one bare parameter', async () => {
    const facts = await factsOf('const f = x => x, g = async y => { return y; }, h = () => z, i = () => ({ a: 1 });');
    assert.deepEqual(
      facts.functions.map((f) => [f.params.map((p) => p.name), shown(facts, f.returns)]),
      [
        [['x'], ['x']],
        [['y'], ['y']],
        [[], ['z']],
        [[], ['{a: 1}']],
      ],
    );
  });

  it('collects what they return and yield', async () => {
    const facts = await factsOf('function f() { if (a) return 1; function g() { return 2; } return; } function* h() { yield a(); }');
    assert.deepEqual(
      facts.functions.map((f) => shown(facts, f.returns)),
      [['1', 'null'], ['2'], []],
    );
    assert.deepEqual(
      facts.functions.map((f) => f.yielded.length > 0),
      [false, false, true],
    );
    assert.equal(facts.functions[0]?.returns[0]?.branch, 0);
  });

  it('reads doc comments', async () => {
    const facts = await factsOf(`
      /** One line. */
      export const a = async () => {};
      /**
       * Two
       *   lines.
       */
      @dec
      class B {
        /** A method. */
        @dec() c() {}
        // No doc.
        d() {}
      }
      /* No doc. */ function e() {}
      const f = {
        /** In an object. */
        g: () => {},
      };`);
    assert.deepEqual(
      facts.functions.map((f) => f.doc),
      ['One line.', 'A method.', '', '', 'In an object.'],
    );
    assert.equal(facts.classes[0]?.doc, 'Two\n  lines.');
  });

  it('gives names to the function expression itself', async () => {
    const facts = await factsOf('const f = function g() { g(); };');
    assert.deepEqual(writes(facts, 'g', 1), ['function function g']);
    assert.deepEqual(writes(facts, 'g'), []);
  });
});

describe('ECMAScript: classes', () => {
  const code = `
    @Injectable({ a: 1 }) export class A<T> extends B.C<T> implements I {
      static b = 1; #c = d(); 'e': string; [f] = 2; declare g: G;
      @Input() h = (i) => this.j(i);
      constructor(private readonly k: OpenAI, public l = 1, m?: M) { super(k); this.n = m; }
      get o() { return this.k; } set o(v) {}
      static p() { return this; }
      @Tool('x') async q() { return function () { return this; }; }
      static { this.b = 2; }
    }`;

  it('collects fields, methods and bases', async () => {
    const facts = await factsOf(code);
    const [a] = facts.classes;
    assert.deepEqual(
      [a?.name, a?.bases.map((base) => show(facts, base)), a?.decorators.map((d) => show(facts, d))],
      ['A', ['B.C'], ['Injectable({a: 1})']],
    );
    const members = [...(facts.scopes[a?.scope ?? -1]?.bindings.keys() ?? [])];
    assert.deepEqual(members, ['b', '#c', 'e', 'g', 'h', 'constructor', 'o', 'p', 'q']);
    assert.deepEqual(writes(facts, '#c', a?.scope), ['assign d()']);
    assert.deepEqual(writes(facts, 'g', a?.scope), ['declare:G unknown runtime']);
    assert.deepEqual(writes(facts, 'o', a?.scope), ['function function o']);
    assert.deepEqual(
      facts.functions.map((f) => [f.name, f.method, f.class]),
      [
        ['h', 'none', -1],
        ['constructor', 'constructor', 0],
        ['o', 'getter', 0],
        ['o', 'instance', 0],
        ['p', 'static', 0],
        ['q', 'instance', 0],
        ['', 'none', -1],
      ],
    );
    assert.deepEqual(
      facts.functions[5]?.decorators.map((d) => show(facts, d)),
      ['Tool("x")'],
    );
  });

  it('stores parameter properties on the object', async () => {
    const facts = await factsOf(code);
    assert.deepEqual(stores(facts), ['assign self k k', 'assign self l l', 'assign self n m', 'assign self b 2']);
    assert.equal(show(facts, facts.stores[0]?.annotation), 'OpenAI');
    assert.equal(facts.stores[0]?.function, 1);
  });

  it('knows whose this is', async () => {
    const facts = await factsOf(
      'class A { a() { return () => this; } b = () => this; c() { return function () { return this; }; } } const o = { d() { return this; } }; function f() { return this; }',
    );
    const selves = facts.functions.flatMap((f) =>
      f.returns.map(({ value }) => (value.kind === 'self' ? `${f.symbol} ${value.class}` : '')).filter(Boolean),
    );
    assert.deepEqual(selves, ['A.a 0', 'A.b 0', 'A.c -1', 'o.d -1', 'f -1']);
  });

  it('binds class names in their scope', async () => {
    const facts = await factsOf('class A {} abstract class B extends A { abstract c(): void; d() {} } const E = class extends B {};');
    assert.deepEqual(
      [writes(facts, 'A'), writes(facts, 'B'), writes(facts, 'E')],
      [['class class A'], ['class class B'], ['assign class E']],
    );
  });
});

const branches = (facts: FileFacts) =>
  facts.branches.map(
    (b) => `${b.kind} ${b.arm}${b.exhaustive ? ' exhaustive' : ''}${b.leaves ? ' leaves' : ''}${b.test ? ` ${show(facts, b.test)}` : ''}`,
  );

describe('ECMAScript: branches', () => {
  it('of if and else', async () => {
    const facts = await factsOf('if (a) b = 1; else if (c) { d(); } else e(); if (f) { return; } if (g);');
    assert.deepEqual(branches(facts), ['if 0 exhaustive a', 'if 1 exhaustive c', 'if 2 exhaustive', 'if 0 leaves f', 'if 0 g']);
    assert.deepEqual(
      facts.branches.map((b) => b.statement),
      [0, 0, 0, ...[3, 4].map((i) => facts.branches[i]?.statement)],
    );
    assert.deepEqual(
      facts.calls.map((call) => call.branch),
      [1, 2],
    );
  });

  it('of switch, with cases that fall through', async () => {
    const facts = await factsOf("switch (x) { case 'a': case 'b': f(); break; case 'c': return; default: g(); }");
    assert.deepEqual(branches(facts), [
      'switch 0 exhaustive ((x == "a") or (x == "b"))',
      'switch 1 exhaustive leaves (x == "c")',
      'switch 2 exhaustive',
    ]);
  });

  it('of try, catch and finally', async () => {
    const facts = await factsOf('try { a(); } catch (e: any) { b(e); } finally { c(); } try { throw d; } catch { throw e; }');
    assert.deepEqual(branches(facts), ['catch 0', 'catch 0 leaves']);
    assert.deepEqual(
      facts.calls.map((call) => call.branch),
      [-1, 0, -1],
    );
    assert.deepEqual(writes(facts, 'e', facts.calls[1]?.scope), ['catch unknown runtime']);
  });

  it('an if that leaves in all arms leaves the block around', async () => {
    const facts = await factsOf('function f() { if (a) { if (b) return 1; else throw c; } d(); }');
    assert.deepEqual(branches(facts), ['if 0 leaves a', 'if 0 exhaustive leaves b', 'if 1 exhaustive leaves']);
  });
});

const loops = (facts: FileFacts) =>
  facts.loops.map((l) => [
    l.kind,
    l.parent,
    show(facts, l.test),
    show(facts, l.over),
    l.variables.join(),
    l.exits.map((e) => e.kind).join(),
  ]);

describe('ECMAScript: loops', () => {
  it('of all kinds', async () => {
    const facts = await factsOf(`
      for (let i = 0, n = f(); i < n; i++) {} for (;;) g(); for (i = 0; ; i += h()); for (; a; ) {}
      for (const [k, { v }] of xs) {} for await (x of y()) z(x); for (const key in o) {}
      while ((m = re.exec(s))) {} do { p(); } while (q);`);
    assert.deepEqual(loops(facts), [
      ['count', -1, '(i < n)', '–', 'i,n', ''],
      ['count', -1, '–', '–', '', ''],
      ['count', -1, '–', '–', 'i', ''],
      ['count', -1, 'a', '–', '', ''],
      ['each', -1, '–', 'xs', 'k,v', ''],
      ['each', -1, '–', 'y()', 'x', ''],
      ['each', -1, '–', 'o', 'key', ''],
      ['while', -1, 're.exec(s)', '–', 'm', ''],
      ['do', -1, 'q', '–', '', ''],
    ]);
    const inLoop = Object.fromEntries(calls(facts).map((call, index) => [call, facts.calls[index]?.loop]));
    assert.deepEqual(inLoop, { 'f()': -1, 'g()': 1, 'h()': 2, 'y()': -1, 'z(x)': 5, 're.exec(s)': 7, 'p()': 8 });
    assert.deepEqual(
      facts.branches.map((b) => [b.kind, b.exhaustive]).filter(([, exhaustive]) => exhaustive),
      [['loop', true]],
    );
  });

  it('write their variables', async () => {
    const facts = await factsOf('for (const x of xs) {} for (const [k, v] of es) {} for (const p in o) {} for (var a of as) {}');
    const all = facts.scopes.flatMap((_, scope) => ['x', 'k', 'v', 'p', 'a'].flatMap((name) => writes(facts, name, scope)));
    assert.deepEqual(all.sort(), [
      'assign element0(element(es))',
      'assign element1(element(es))',
      'assign unknown runtime',
      'loop as',
      'loop xs',
    ]);
    assert.deepEqual(writes(facts, 'a'), ['loop as']);
  });

  it('know their ways out', async () => {
    const exits = async (body: string) =>
      loops(await factsOf(`function f() { outer: while (a) { for (const x of xs) { ${body} } } }`)).map((l) => l[5]);
    assert.deepEqual(await exits('break;'), ['', 'break']);
    assert.deepEqual(await exits('break outer;'), ['break', 'break']);
    assert.deepEqual(await exits('continue outer;'), ['', 'break']);
    assert.deepEqual(await exits('continue;'), ['', '']);
    assert.deepEqual(await exits('return 1;'), ['return', 'return']);
    assert.deepEqual(await exits('throw e;'), ['throw', 'throw']);
    assert.deepEqual(await exits('try { throw e; } catch {}'), ['', '']);
    assert.deepEqual(await exits('try { g(); } catch { throw e; }'), ['throw', 'throw']);
    assert.deepEqual(await exits('try { throw e; } finally {}'), ['throw', 'throw']);
    assert.deepEqual(await exits('switch (x) { case 1: break; }'), ['', '']);
    assert.deepEqual(await exits('inner: { if (b) break inner; }'), ['', '']);
    assert.deepEqual(await exits('xs.map(() => { return 1; });'), ['', '']);
  });

  it('do not reach into functions inside', async () => {
    const facts = await factsOf('while (a) { const f = () => g(); h(); }');
    assert.deepEqual(
      facts.calls.map((call) => call.loop),
      [-1, 0],
    );
  });
});

describe('ECMAScript: comments', () => {
  it('keeps those with a directive', async () => {
    const facts = await factsOf(
      "// costlint-ignore\nf('// costlint-not'); /* costlint-usage calls=5 */ // other\n<a>{/* costlint-x */}</a>;",
      'a.tsx',
    );
    assert.deepEqual(
      facts.directives.map((d) => d.text),
      ['// costlint-ignore', '/* costlint-usage calls=5 */', '/* costlint-x */'],
    );
  });
});
