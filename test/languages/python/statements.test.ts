/** Python statements as facts: imports, functions, classes, branches, loops, and broken code. */
import assert from 'node:assert/strict';
import { calls, factsOf, language, show, stores, writes } from './lowering.ts';

describe('Python: imports', () => {
  it('binds modules, names and aliases, wherever they stand', async () => {
    const facts = await factsOf(
      'import a.b, c as d\nfrom e import f, g as h\nfrom . import i\nfrom ..j.k import (l as m,)\nfrom n import *\nfrom .o import *\nfrom __future__ import annotations\ntry:\n  import p\nexcept ImportError:\n  p = None\ndef q():\n  from r import s\n',
    );
    const bound = Object.fromEntries(['a', 'd', 'f', 'h', 'i', 'm', 'p'].map((name) => [name, writes(facts, name)]));
    assert.deepEqual(bound, {
      a: ['import import a:*'],
      d: ['import import c:*'],
      f: ['import import e:f'],
      h: ['import import e:g'],
      i: ['import import .:i'],
      m: ['import import ..j.k:l'],
      p: ['import import p:*', 'assign null'],
    });
    assert.deepEqual(facts.reexports, ['n', '.o']);
    assert.deepEqual(writes(facts, 's', facts.functions[0]?.scope), ['import import r:s']);
  });
});

describe('Python: functions', () => {
  it('have parameters with defaults, annotations and rests', async () => {
    const facts = await factsOf(
      'def f(a, b: int, /, c=3, d: str | None = None, *args: str, e, **kw):\n  "Says  hello.\\n\\n    More."\n  yield a\n  return b, c\n',
    );
    const [f] = facts.functions;
    assert.ok(f);
    assert.deepEqual(
      f.params.map((p) => `${p.rest ?? ''} ${p.name} ${show(facts, p.annotation)} ${show(facts, p.default)}`),
      [' a – –', ' b int –', ' c – 3', ' d (str | null) null', 'list args str –', ' e – –', 'record kw – –'],
    );
    assert.deepEqual(writes(facts, 'd', f.scope), ['parameter:(str | null) parameter 3']);
    assert.deepEqual([f.doc, f.yielded.length > 0, f.method, f.symbol], ['Says  hello.\n\nMore.', true, 'none', 'f']);
    assert.deepEqual(
      f.returns.map((r) => show(facts, r.value)),
      ['[b, c]'],
    );
    assert.deepEqual(writes(facts, 'f'), ['function function f']);
  });

  it('have symbols, decorators and lambdas', async () => {
    const facts = await factsOf('@tool("x")\n@retry\nasync def outer():\n  def inner(): return lambda z: z\n  g = lambda: 1\n');
    assert.deepEqual(
      facts.functions.map((f) => [f.name, f.symbol]),
      [
        ['outer', 'outer'],
        ['inner', 'outer.inner'],
        ['', 'outer.inner'],
        ['g', 'outer.g'],
      ],
    );
    assert.deepEqual(
      facts.functions[0]?.decorators.map((d) => show(facts, d)),
      ['tool("x")', 'retry'],
    );
  });
});

describe('Python: classes', () => {
  it('have bases, attributes, methods and self', async () => {
    const facts = await factsOf(
      'class A(B, C[int], metaclass=M):\n  """Doc."""\n  x: int = 1\n  y: str\n  def __init__(self, client: OpenAI):\n    self.client = client\n    def nested(): return self.x\n    other = lambda self: self\n  @property\n  def p(self): return self.client\n  @p.setter\n  def p(self, v): pass\n  @classmethod\n  def c(cls): return cls()\n  @staticmethod\n  def s(a): return a\n  async def run(this): return [this.x for _ in y]\n',
    );
    const [a] = facts.classes;
    assert.ok(a);
    assert.deepEqual([a.name, a.doc, a.bases.map((base) => show(facts, base))], ['A', 'Doc.', ['B', 'C[int]']]);
    assert.deepEqual(writes(facts, 'x', a.scope), ['assign:int 1']);
    assert.deepEqual(writes(facts, 'y', a.scope), ['declare:str unknown runtime']);
    assert.deepEqual(writes(facts, 'p', a.scope).length, 1);
    assert.deepEqual(
      facts.functions.map((f) => [f.symbol, f.method, f.class, f.returns.map((r) => show(facts, r.value)).join()]),
      [
        ['A.__init__', 'constructor', 0, ''],
        ['A.__init__.nested', 'none', -1, 'self.x'],
        ['A.__init__.other', 'none', -1, 'self'],
        ['A.p', 'getter', 0, 'self.client'],
        ['A.p', 'instance', 0, ''],
        ['A.c', 'class', 0, 'self()'],
        ['A.s', 'static', 0, 'a'],
        ['A.run', 'instance', 0, 'each(self.x in y)'],
      ],
    );
    const [nested, other] = facts.functions.slice(1, 3);
    assert.equal(nested?.returns[0]?.value.kind, 'member');
    assert.equal(other?.returns[0]?.value.kind, 'name');
    assert.deepEqual(stores(facts), ['assign self client client']);
    assert.deepEqual(writes(facts, 'self', facts.functions[0]?.scope), ['parameter self']);
  });

  it('hide their names from their methods', async () => {
    const facts = await factsOf('m = 1\nclass A:\n  m = 2\n  def f(self): return m\n');
    const scope = facts.functions[0]?.scope ?? -1;
    assert.equal(facts.scopes[scope]?.parent, 0);
    assert.equal(facts.functions[0]?.parent, facts.classes[0]?.scope);
  });
});

describe('Python: branches', () => {
  it('if, elif and else share their statement', async () => {
    const facts = await factsOf('def f():\n  if a:\n    return 1\n  elif b:\n    x = 2\n  else:\n    raise E\n  x = 3\n');
    assert.deepEqual(
      facts.branches.map((b) => [b.kind, b.arm, b.exhaustive, b.leaves, show(facts, b.test), b.parent]),
      [
        ['if', 0, true, true, 'a', -1],
        ['if', 1, true, false, 'b', -1],
        ['if', 2, true, true, '–', -1],
      ],
    );
    assert.equal(new Set(facts.branches.map((b) => b.statement)).size, 1);
    assert.deepEqual(
      facts.scopes[1]?.bindings.get('x')?.writes.map((w) => w.branch),
      [1, -1],
    );
  });

  it('a branch leaves when all its inner arms leave', async () => {
    const facts = await factsOf('for i in j:\n  if a:\n    if b: continue\n    else: break\n  k()\n');
    assert.deepEqual(
      facts.branches.map((b) => [b.kind, b.leaves]),
      [
        ['loop', false],
        ['if', true],
        ['if', true],
        ['if', true],
      ],
    );
  });

  it('try, except, else and finally', async () => {
    const facts = await factsOf('try:\n  a = 1\nexcept (A, B) as e:\n  a = 2\nexcept C:\n  raise\nelse:\n  b = 3\nfinally:\n  c = 4\n');
    assert.deepEqual(
      facts.branches.map((b) => [b.kind, b.arm, b.exhaustive, b.leaves]),
      [
        ['catch', 0, false, false],
        ['catch', 1, false, true],
      ],
    );
    assert.deepEqual(
      facts.scopes[0]?.bindings.get('a')?.writes.map((w) => w.branch),
      [-1, 0],
    );
    assert.equal(facts.scopes[0]?.bindings.get('e')?.writes[0]?.branch, 0);
    assert.deepEqual(
      ['b', 'c'].map((name) => facts.scopes[0]?.bindings.get(name)?.writes[0]?.branch),
      [-1, -1],
    );
  });

  it('match', async () => {
    const facts = await factsOf(
      'match x:\n  case "a" | "b":\n    y = 1\n  case "c":\n    y = 2\n  case Color.red if ok:\n    y = 3\n  case {"k": v, **rest}:\n    y = 4\n  case Foo(z=1, w=[p, *q]):\n    y = 5\n  case other:\n    y = 6\n',
    );
    assert.deepEqual(
      facts.branches.map((b) => [b.kind, b.exhaustive, show(facts, b.test)]),
      [
        ['switch', true, '–'],
        ['switch', true, '(x == "c")'],
        ['switch', true, '((x == Color.red) and ok)'],
        ['switch', true, '–'],
        ['switch', true, '–'],
        ['switch', true, '–'],
      ],
    );
    assert.deepEqual(
      ['v', 'rest', 'p', 'q', 'other', 'Foo', 'w'].map((name) => writes(facts, name).join()),
      ['assign unknown runtime', 'assign unknown runtime', 'assign unknown runtime', 'assign unknown runtime', 'assign x', '', ''],
    );
  });
});

describe('Python: loops', () => {
  it('for loops have their collection, their variables and their ways out', async () => {
    const facts = await factsOf(
      'def f():\n  for i, x in enumerate(xs):\n    for y in x:\n      if a: break\n      return y\n  else:\n    g()\n',
    );
    assert.deepEqual(
      facts.loops.map((l) => [l.kind, l.parent, l.variables, show(facts, l.over), l.exits.map((e) => e.kind)]),
      [
        ['each', -1, ['i', 'x'], 'enumerate(xs)', ['return']],
        ['each', 0, ['y'], 'x', ['break', 'return']],
      ],
    );
    const scope = facts.functions[0]?.scope;
    assert.deepEqual([writes(facts, 'x', scope), writes(facts, 'y', scope)], [['assign element1(element(enumerate(xs)))'], ['loop x']]);
    assert.deepEqual(
      facts.calls.map((call) => [call.loop, call.branch]),
      [
        [-1, -1],
        [-1, -1],
      ],
    );
  });

  it('while loops have their test, which runs inside them', async () => {
    const facts = await factsOf('while more():\n  step()\n  try:\n    raise A\n  except A:\n    raise B\n');
    assert.deepEqual(
      facts.loops.map((l) => [l.kind, show(facts, l.test), l.exits.length]),
      [['while', 'more()', 1]],
    );
    assert.deepEqual(
      facts.calls.map((call) => call.loop),
      [0, 0],
    );
    assert.deepEqual(
      facts.branches.map((b) => b.kind),
      ['loop', 'catch'],
    );
  });

  it('a function inside a loop is not in the loop', async () => {
    const facts = await factsOf('for x in y:\n  def f(): g()\n  h()\n');
    assert.deepEqual(
      facts.calls.map((call) => [call.function, call.loop, call.branch]),
      [
        [0, -1, -1],
        [-1, 0, 0],
      ],
    );
  });

  it('with gives its context to the name', async () => {
    const facts = await factsOf(
      'with client.messages.stream(model="m") as s, open(p) as (a, b), lock: pass\nasync def f():\n  async with (x() as y, z()): y.w()\n',
    );
    assert.deepEqual([writes(facts, 's'), writes(facts, 'b')], [['with client.messages.stream(model="m")'], ['with element1(open(p))']]);
    assert.deepEqual(writes(facts, 'y', facts.functions[0]?.scope), ['with x()']);
    assert.deepEqual(calls(facts), ['client.messages.stream(model="m")', 'open(p)', 'x()', 'z()', 'y.w()']);
  });
});

describe('Python: comments and damage', () => {
  it('finds directives, but not in strings', async () => {
    const facts = await factsOf('x = "# costlint-ignore"  # costlint-ignore-line\n# see costlint-x\r\ny = 1 # other\n');
    assert.deepEqual(
      facts.directives.map((d) => d.text),
      ['# costlint-ignore-line', '# see costlint-x'],
    );
  });

  it('keeps the calls and clients around damage', async () => {
    const facts = await factsOf(
      'client = OpenAI()\ndef a():\n  return client.one(1)\nclient.two(model="m", messages=[{"role":\nother = Anthropic()\nother.three(x)\n',
    );
    assert.ok(
      ['OpenAI()', 'client.one(1)', 'Anthropic()', 'other.three(x)'].every((call) => calls(facts).includes(call)),
      calls(facts).join(' '),
    );
    assert.deepEqual(writes(facts, 'client'), ['assign OpenAI()']);
    assert.ok(facts.problems.length > 0);
  });

  it('keeps functions that damage has pulled into another statement', async () => {
    const facts = await factsOf('@app.get(\n  x={"a": 1\n)\ndef a(y):\n  z = one(y)\n  return two(z)\n\ndef b():\n  return three()\n');
    assert.ok(
      ['one(y)', 'two(z)', 'three()'].every((call) => calls(facts).includes(call)),
      calls(facts).join(' '),
    );
  });

  it('reads Python 2', async () => {
    const facts = await factsOf('print "a %s" % f(1)\nprint >>log, g(2)\ntry:\n  h()\nexcept A, e:\n  exec "x"\nx = 0777\n');
    assert.deepEqual(
      calls(facts).filter((call) => call !== 'A()'),
      ['f(1)', 'g(2)', 'h()'],
    );
    assert.deepEqual(writes(facts, 'x'), ['assign 511']);
  });

  for (const [name, code] of [
    ['brackets', `x = ${'['.repeat(100_000)}`],
    ['closed brackets', `x = ${'['.repeat(5_000)}1${']'.repeat(5_000)}`],
    ['parentheses', `f(${'('.repeat(100_000)}`],
    ['a chain of calls', `a${'.b()'.repeat(5_000)}\n`],
    ['a sum', `x = ${'"a" + '.repeat(5_000)}"b"\n`],
    ['blocks', Array.from({ length: 900 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')],
    ['not', `x = ${'not '.repeat(20_000)}y\n`],
    ['nul', '\0\0x = f(1)\n'],
  ] as const) {
    it(`survives nesting: ${name}`, async () => {
      const { facts } = (await language).lower(`before()\n${code}`, { path: 'a.py' });
      assert.equal(
        calls(facts)[0] ?? facts.problems[0]?.message,
        facts.calls.length > 0 ? 'before()' : 'Could not be parsed within 2000 ms',
      );
    }).timeout(10_000);
  }

  it('bounds the depth of values', async () => {
    const facts = await factsOf(`x = ${'['.repeat(1000)}1${']'.repeat(1000)}\n`);
    assert.ok(facts.problems.some((problem) => problem.message === 'Nested too deeply to be read'));
    assert.ok(JSON.stringify(facts.scopes[0]?.bindings.get('x')?.writes).includes('too-deep'));
  });
});
