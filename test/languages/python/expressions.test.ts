/** Python expressions as values. */
import assert from 'node:assert/strict';
import { calls, factsOf, show, shownAs, stores, writes } from './lowering.ts';

const same = (cases: Readonly<Record<string, string>>) => {
  for (const [code, expected] of Object.entries(cases))
    it(code.replaceAll('\n', '⏎'), async () => assert.equal(await shownAs(code), expected));
};

describe('Python: values', () => {
  same({
    '1_000': '1000',
    '0x10': '16',
    '1e3': '1000',
    '2j': 'unknown runtime',
    True: 'true',
    None: 'null',
    '...': 'unknown runtime',
    'a.b.c': 'a.b.c',
    'd["k"]': 'd["k"]',
    'd[1, 2]': 'd[[1, 2]]',
    'd[1:2:3]': 'd[1:2]',
    'd[:n]': 'd[:n]',
    'd[::2]': 'd[:]',
    'd[-3:]': 'd[-3:]',
    '[1, *a]': '[1, ...a]',
    '(1,)': '[1]',
    '1, 2': '[1, 2]',
    '{1, 2}': '[1, 2]',
    '{"a": 1, **b, c: 2, "d": {}}': '{a: 1, ...b, [c]: 2, d: {}}',
    'a if b else c': '(b ? a : c)',
    'a or b': '(a or b)',
    'a and b or c': '((a and b) or c)',
    'not a': '!a',
    '-a ** 2': '-(a ** 2)',
    'a + (b) * c': '(a + (b * c))',
    '(a  # why\n + b)': '(a + b)',
    'a | b': '(a | b)',
    'a // b % c': '((a // b) % c)',
    'a < b <= c': '((a < b) and (b <= c))',
    'a not  in b': '!(a in b)',
    'a is not None': '(a != null)',
    'a is b': '(a == b)',
    'await f(1)': 'f(1)',
    '(yield)': 'unknown runtime',
    '(yield y)': 'y',
    'lambda y, *z: y': 'function x',
    'f(a, *b, k=1, **c)': 'f(a, *list b, k=1, *record c)',
    'f(y for y in z)': 'f(each(y in z))',
    'f(a, # first\n b)': 'f(a, b)',
    "f'{a:{w(1)}}'": 'template(a)',
    '[y for y in z if y]': 'each(y in z filtered)',
    '{k: v for k, v in z}': 'each(...{[k]: v} in z)',
    '[a for b in c for a in b]': 'each(each(a in b) in c)',
    '(n := 3)': '3',
    'a.b(c).d[0]': 'a.b(c).d[0]',
  });

  it('nests call results before the calls around them', async () => {
    assert.deepEqual(calls(await factsOf('f(g(h()), [i() for _ in j()])[k()] = l(m())\n')), [
      'h()',
      'g(h())',
      'i()',
      'j()',
      'f(g(h()), each(i() in j()))',
      'k()',
      'm()',
      'l(m())',
    ]);
  });

  it('gives comprehensions a scope and a loop of their own', async () => {
    const facts = await factsOf('texts = [call(x, y) for x in xs for y in x.ys]\n');
    assert.deepEqual(
      facts.loops.map((loop) => [loop.kind, loop.parent, loop.variables, show(facts, loop.over)]),
      [
        ['comprehension', -1, ['x'], 'xs'],
        ['comprehension', 0, ['y'], 'x.ys'],
      ],
    );
    assert.equal(facts.calls[0]?.loop, 1);
    assert.equal(facts.calls[0]?.scope, 1);
    assert.deepEqual(writes(facts, 'x'), []);
    assert.deepEqual(writes(facts, 'x', 1), ['loop xs']);
  });

  it('writes a walrus into the scope around a comprehension', async () => {
    const facts = await factsOf('ys = [(last := x) for x in xs]\n');
    assert.deepEqual(writes(facts, 'last'), ['assign x']);
  });
});

describe('Python: text', () => {
  same({
    "'a\\n\\x41\\u00e9\\'\\101'": '"a\\nAé\'A"',
    "r'\\n'": '"\\\\n"',
    "b'x\\x41'": '"xA"',
    "u'ü'": '"ü"',
    "'\\U0001F600'": '"😀"',
    "'\\q'": '"\\\\q"',
    "'a\\\nb'": '"ab"',
    '"""a\n"b" c"""': '"a\\n\\"b\\" c"',
    "''": '""',
    "''''''": '""',
    "'''x'''": '"x"',
    "'a' \"b\"\\\n 'c'": '"abc"',
    "('a'\n # note\n 'b')": '"ab"',
    "f'a{x!r:>{w}}b{{c}}\\n'": 'template("a" x "b{c}\\n")',
    "f'{x}' 'y' f'{z.q}'": 'template(x "y" z.q)',
    "f'{n=}'": 'template("n=" n)',
    "f'plain {{}}'": '"plain {}"',
    'f\'{a if b else "c"} {f(1)}\'': 'template((b ? a : "c") " " f(1))',
    'f\'{d["k"]} {f"{y}"}\'': 'template(d["k"] " " template(y))',
    "rf'\\d{x}'": 'template("\\\\d" x)',
    "'a %s' % y": '("a %s" % y)',
    "'a' + b + 'c'": '(("a" + b) + "c")',
    "'x'.format(y=1)": '"x".format(y=1)',
  });

  it('keeps the range of every static part of an f-string', async () => {
    const code = "x = f'ab{y}cd'\n";
    const facts = await factsOf(code);
    const value = facts.scopes[0]?.bindings.get('x')?.writes[0]?.value;
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
        `A = "${long}"`,
        `b.c = dedent("""${long}""")`,
        `d["e"] = "${long}" + x + "y"`,
        `f(g=f"${long}{y}")`,
        `h = {"i": "${long}", "j": "short"}`,
        `def k(l="${long}"):\n  """${long}"""`,
        `m = "${long}".format(x, n="${long}")`,
        `f(1, "${long}")`,
        `o = p + q("${long}")`,
        `"${long}"`,
      ].join('\n'),
    );
    assert.deepEqual(
      facts.texts.map((text) => text.name),
      ['A', 'c', 'e', 'g', 'i', 'l', 'm', 'n', '', 'o'],
    );
    assert.deepEqual(
      facts.texts.map((text) => text.value.kind),
      ['text', 'text', 'operation', 'template', 'text', 'text', 'text', 'text', 'text', 'text'],
    );
  });
});

describe('Python: assignments', () => {
  it('chains, annotates, augments and takes apart', async () => {
    const facts = await factsOf('a = b = c\nd: str = "x"\ne: Optional[int]\na += 1\nb |= f\ng, (h, *i), *j, k = l\nm: "X" | None = n\n');
    assert.deepEqual(writes(facts, 'a'), ['assign c', 'augment+ 1']);
    assert.deepEqual(writes(facts, 'b'), ['assign c', 'augment| f']);
    assert.deepEqual(writes(facts, 'd'), ['assign:str "x"']);
    assert.deepEqual(writes(facts, 'e'), ['declare:Optional[int] unknown runtime']);
    assert.deepEqual(
      ['g', 'h', 'i', 'j', 'k'].flatMap((name) => writes(facts, name)),
      ['assign element0(l)', 'assign element0(element1(l))', 'assign element1(l)[1:]', 'assign l[2:]', 'assign element(l)'],
    );
    assert.deepEqual(writes(facts, 'm'), ['assign:("X" | null) n']);
  });

  it('stores attributes and elements', async () => {
    const facts = await factsOf('a.b = 1\na["k"] = 2\na.c[0] += 3\na.d, e[f] = g\ndel a.b\n');
    assert.deepEqual(stores(facts), [
      'assign a b 1',
      'assign a ["k"] 2',
      'augment a.c [0] 3',
      'assign a d element0(g)',
      'assign e [f] element1(g)',
    ]);
  });

  it('sends writes of global and nonlocal names to the outer binding', async () => {
    const facts = await factsOf('def f():\n  global a\n  a = 1\n  c = 2\n  def g():\n    nonlocal c\n    c = 3\n    c += 4\n');
    assert.deepEqual(writes(facts, 'a'), ['assign 1']);
    const [f, g] = facts.functions;
    assert.deepEqual(writes(facts, 'c', f?.scope), ['assign 2', 'assign 3', 'augment+ 4']);
    assert.deepEqual(writes(facts, 'c', g?.scope), []);
    assert.equal(facts.scopes[f?.scope ?? 0]?.bindings.get('c')?.writes[1]?.function, 1);
  });
});
