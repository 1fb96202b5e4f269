/** ECMAScript expressions as values. */
import assert from 'node:assert/strict';
import { calls, factsOf, show, shownAs, stores, writes } from './lowering.ts';

const same = (cases: Readonly<Record<string, string>>, path = 'a.ts') => {
  for (const [code, expected] of Object.entries(cases))
    it(code.replaceAll('\n', '⏎'), async () => assert.equal(await shownAs(code, path), expected));
};

describe('ECMAScript: values', () => {
  same({
    '1_000': '1000',
    '0xff': '255',
    '1e3': '1000',
    '10n': '10',
    '.5': '0.5',
    true: 'true',
    null: 'null',
    undefined: 'null',
    'void 0': 'null',
    'a.b.c': 'a.b.c',
    'a?.b?.[c]?.(d)': 'a.b[c](d)',
    'a!.b!': 'a.b',
    'd["k"]': 'd["k"]',
    this: 'self',
    '/x/g': 'unknown runtime',
    '[1, ...a]': '[1, ...a]',
    '[]': '[]',
    '{ a, b: 1, [c]: 2, ["d"]: 3, "e": 4, 5: 6, ...f }': '{a: a, b: 1, [c]: 2, d: 3, e: 4, 5: 6, ...f}',
    '{ m() {}, get g() { return 1; }, async *h() {} }': '{m: function m, g: function g, h: function h}',
    'a as const': 'a',
    'a as B<C> as D': 'a',
    'a satisfies B': 'a',
    '<T>a': 'a',
    '(a)': 'a',
    'await a': 'a',
    'f<T>': 'f',
    'a ? b : c': '(a ? b : c)',
    'a ?? b': '(a nullish b)',
    'a || b && c': '(a or (b and c))',
    'a === b': '(a == b)',
    'a !== b': '(a != b)',
    'a + b * c': '(a + (b * c))',
    'a + b + c': '((a + b) + c)',
    'a /* + */ - /* * */ b // x': '(a - b)',
    '(a + b) * c': '((a + b) * c)',
    'a in b': '(a in b)',
    'a instanceof B': '(a instanceof B)',
    'a < b': '(a < b)',
    '!a': '!a',
    '-1': '-1',
    'typeof a': 'unknown runtime',
    '(a, b)': 'b',
    'y = 2': '2',
    'f(a, /* note */ ...b, // end\n c)': 'f(a, *list b, c)',
    'new F': 'F()',
    'new F<T>(a)': 'F(a)',
    'f<T>(a)': 'f(a)',
    'f`a${b}`': 'f(template("a" b))',
    '() => 1': 'function x',
    'async y => y': 'function x',
    'function named() {}': 'function named',
    'class {}': 'class x',
    'class N {}': 'class N',
    '(() => 1)()': 'function ()',
    'import.meta.env.X': 'import.meta.env.X',
    'require("m")': 'import m:*',
    'await import("m")': 'import m:*',
    'require("m").a': 'import m:a',
    '(await import("m")).default': 'import m:default',
    'import(m)': 'unknown runtime(m)',
    'require(m)': 'require(m)',
  });

  describe('of JSX', () => {
    same({ '<A b={f()}>{xs.map(x => g(x))}</A>': 'unknown runtime', '<A.B/>': 'unknown runtime', '<></>': 'unknown runtime' }, 'a.tsx');
    for (const path of ['a.tsx', 'a.jsx', 'a.js']) {
      it(`finds calls and functions inside, in ${path}`, async () => {
        const facts = await factsOf('const A = () => <p title="x" on={() => f(1)} {...g()}>text {h(<b>{i()}</b>)}</p>;', path);
        assert.deepEqual(calls(facts), ['f(1)', 'g()', 'i()', 'h(unknown runtime)']);
        assert.equal(facts.functions.length, 2);
      });
    }
  });

  it('orders calls by their ends, inner before outer', async () => {
    const facts = await factsOf('f(g(h()), () => i())(a.b(1).c(2))[k()] = l(m());');
    assert.deepEqual(calls(facts), [
      'h()',
      'g(h())',
      'i()',
      'f(g(h()), function )',
      'a.b(1)',
      'a.b(1).c(2)',
      'f(g(h()), function )(a.b(1).c(2))',
      'k()',
      'm()',
      'l(m())',
    ]);
    assert.deepEqual(
      facts.calls.map((call) => call.end),
      facts.calls.map((call) => call.end).sort((a, b) => a - b),
    );
  });

  it('tells constructions from calls', async () => {
    assert.deepEqual(
      (await factsOf('new A(); a();')).calls.map((call) => call.construct),
      [true, false],
    );
  });
});

describe('ECMAScript: text', () => {
  same({
    "'a\\n\\x41\\u00e9\\u{1F600}\\'\\0'": '"a\\nAé😀\'\\u0000"',
    '"a\\\nb"': '"ab"',
    "'\\q'": '"q"',
    "''": '""',
    "'\\u{110000}'": '"\ufffd"',
    '``': '""',
    '`a\\n${b}c\\`${d.e}`': 'template("a\\n" b "c`" d.e)',
    '`a\r\nb`': '"a\\nb"',
    '`${a}`': 'template(a)',
    '`a${`b${c}`}`': 'template("a" template("b" c))',
    '`a ${ /* why */ b } c`': 'template("a " b " c")',
    "'a' + b + 'c'": '(("a" + b) + "c")',
    '"a".concat(b)': '"a".concat(b)',
  });

  it('keeps the range of every static part of a template', async () => {
    const code = 'const x = `ab${y}cd`;';
    const value = (await factsOf(code)).scopes[0]?.bindings.get('x')?.writes[0]?.value;
    assert.ok(value?.kind === 'template');
    assert.deepEqual(
      value.parts.map((part) => code.slice(part.start, part.end)),
      ['ab', 'y', 'cd'],
    );
  });

  it('notes long texts once, with the name they are given to', async () => {
    const long = 'word '.repeat(40);
    const facts = await factsOf(
      [
        `const a = '${long}';`,
        `this.b = dedent\`${long}\`;`,
        `c['d'] = '${long}' + x + 'y';`,
        `f({ e: \`${long}\${y}\`, g: 'short' });`,
        `class K { h = '${long}'; i(j = "${long}") { return '${long}'; } }`,
        `const k = z ? '${long}' : \`\${m({ n: '${long}' })}\`;`,
        `const o = 'a' + p('${long}') + '${long}';`,
        `const q = ['${long}', 'b'].join('');`,
        `const r = ('${long}') as const;`,
      ].join('\n'),
    );
    assert.deepEqual(
      facts.texts.map((text) => text.name),
      ['a', 'b', 'd', 'e', 'h', 'j', '', 'k', 'n', 'o', 'o', 'q', 'r'],
    );
  });

  it('adds up the parts of a concatenation', async () => {
    const facts = await factsOf(`const a = '${'x'.repeat(90)}' + \n '${'y'.repeat(90)}' + b + '${'z'.repeat(90)}';`);
    assert.deepEqual(
      facts.texts.map((text) => [text.name, text.value.kind]),
      [['a', 'operation']],
    );
  });
});

describe('ECMAScript: assignments', () => {
  it('writes, augments and counts', async () => {
    const facts = await factsOf('let a = 1, b: string; a = 2; a += 3; a ??= 4; a ||= 5; a++; --a; (a) = 6;');
    assert.deepEqual(writes(facts, 'a'), [
      'assign 1',
      'assign 2',
      'augment+ 3',
      'augment?? 4',
      'augment|| 5',
      'augment+ 1',
      'augment- 1',
      'assign 6',
    ]);
    assert.deepEqual(writes(facts, 'b'), ['declare:string unknown runtime']);
  });

  it('stores members and elements', async () => {
    const facts = await factsOf('a.b = 1; a["c"] = 2; a[d] += 3; this.#e = 4; a!.f ??= 5; a.g++; [a.h, a[0]] = i;');
    assert.deepEqual(stores(facts), [
      'assign a b 1',
      'assign a c 2',
      'augment a [d] 3',
      'assign self #e 4',
      'augment a f 5',
      'augment a g 1',
      'assign a h element0(i)',
      'assign a [0] element1(i)',
    ]);
  });

  it('takes values apart', async () => {
    const facts = await factsOf('const { a, b: c, d = 1, e: { f = g() } = {}, "h": i, [j]: k, ...l } = m, [n, , o = 2, [p], ...q] = r;');
    const expected = {
      a: 'm.a',
      c: 'm.b',
      d: '(m.d nullish 1)',
      f: '((m.e nullish {}).f nullish g())',
      i: 'm.h',
      k: 'm[j]',
      l: 'm',
      n: 'element0(r)',
      o: '(element2(r) nullish 2)',
      p: 'element0(element3(r))',
      q: 'r[4:]',
    };
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(writes(facts, name), [`assign ${value}`]);
  });

  it('takes values apart into what is declared elsewhere', async () => {
    const facts = await factsOf('let a, b; ({ a, b: [b] = [] } = c); [a, b] = [b, a];');
    assert.deepEqual(writes(facts, 'a'), ['declare unknown runtime', 'assign c.a', 'assign element0([b, a])']);
    assert.deepEqual(writes(facts, 'b'), ['declare unknown runtime', 'assign element0((c.b nullish []))', 'assign element1([b, a])']);
  });

  it('finds the scope that declares a name, also further down', async () => {
    const facts = await factsOf('function f() { a = 1; { b = 2; let b; } c = 3; var c; d = 4; }\nlet a;');
    assert.deepEqual(writes(facts, 'a'), ['assign 1', 'declare unknown runtime']);
    assert.deepEqual(writes(facts, 'd'), ['assign 4']);
    assert.deepEqual(writes(facts, 'c', 1), ['assign 3', 'declare unknown runtime']);
    assert.deepEqual(writes(facts, 'b', 2), ['assign 2', 'declare unknown runtime']);
  });

  it('keeps var in its function and let in its block', async () => {
    const facts = await factsOf('if (x) { var a = 1; let b = 2; function c() {} }');
    assert.deepEqual(writes(facts, 'a'), ['assign 1']);
    assert.deepEqual(writes(facts, 'b'), []);
    assert.deepEqual([writes(facts, 'b', 1), writes(facts, 'c', 1)], [['assign 2'], ['function function c']]);
  });

  it('reads enumerations as records', async () => {
    const facts = await factsOf("enum E { A, B = 4, C, D = 'd', 'F' = 1 << 2, G }");
    assert.deepEqual(writes(facts, 'E'), ['assign {A: 0, B: 4, C: 5, D: "d", F: (1 << 2), G: unknown runtime}']);
  });
});

describe('ECMAScript: types', () => {
  const types: Readonly<Record<string, string>> = {
    string: 'string',
    'A.B.C': 'A.B.C',
    'Promise<A>': 'Promise[A]',
    'Map<string, A[]>': 'Map[[string, Array[A]]]',
    "'a' | 'b' | null": '(("a" | "b") | null)',
    'A & B': '(A & B)',
    '{ a: string; b?: 1; "c": D }': '{a: string, b: 1, c: D}',
    '[A, B]': '[A, B]',
    'readonly string[]': 'Array[string]',
    '(A)': 'A',
    '() => void': '=>void',
    '<T>(a: A) => Promise<B>': '=>Promise[B]',
    'typeof a': 'typeofa',
    'typeof a.b': 'typeofa.b',
    "typeof import('a')": 'unknown runtime',
    'A extends B ? C : D': 'unknown runtime',
    "A['b']": 'A.b',
    'A[number]': 'unknown runtime',
    '{ a(b: B): C; d: () => E }': '{a: =>C, d: =>E}',
    '-1': '-1',
  };
  for (const [type, expected] of Object.entries(types)) {
    it(type, async () => assert.deepEqual(writes(await factsOf(`let x: ${type};`), 'x'), [`declare:${expected} unknown runtime`]));
  }

  it('keeps interfaces and aliases apart from variables of the same name', async () => {
    const facts = await factsOf(
      'export interface A<T> extends B, C<T> { d: D; (e: E): F }\ninterface A { g: G }\ntype H = A | null; const H = 1;',
    );
    assert.deepEqual([...facts.types.keys()], ['A', 'H']);
    assert.equal(show(facts, facts.types.get('A')), '(((B & C[T]) & {d: D}) & {g: G})');
    assert.equal(show(facts, facts.types.get('H')), '(A | null)');
    assert.deepEqual(writes(facts, 'H'), ['assign 1']);
  });

  it('keeps the types of parameters and fields', async () => {
    const facts = await factsOf('class A { b: B; c?: C = d; e(f: F<G>, g?: H) {} }');
    assert.deepEqual([writes(facts, 'b', 1), writes(facts, 'c', 1)], [['declare:B unknown runtime'], ['assign:C d']]);
    assert.deepEqual(writes(facts, 'f', 2), ['parameter:F[G] parameter 0']);
  });
});
