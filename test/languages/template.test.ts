/** Templates as text with holes. */
import assert from 'node:assert/strict';
import { splitTemplate, type TemplateSyntax } from '../../src/core/languages/template.ts';
import { shown } from './shown.ts';

describe('templates', () => {
  const cases: readonly (readonly [TemplateSyntax, string, string])[] = [
    ['none', 'a {b}', 'a {b}'],
    ['none', '', ''],
    ['brace', 'Say {a} to {b.c[0]!r:>10}', 'Say ‹a› to ‹b.c[0]›'],
    ['brace', '{} {0} {x:{w}}', '‹› ‹0› ‹x›'],
    ['brace', '{{"k": {v}}}', '{"k": ‹v›}'],
    ['brace', '{"k": 1} {a b}', '{"k": 1} {a b}'],
    ['brace', 'a { b', 'a { b'],
    ['brace', '{{{x}}}', '{‹x›}'],
    ['double-brace', 'Hi {{name}}, {{{raw}}} {{& amp}} {{> part}} {{$sk}}', 'Hi ‹name›, ‹raw› ‹amp› ‹part› ‹sk›'],
    ['double-brace', '{{!c}}{{!-- }} --}}a{{json data}}', 'a‹data›'],
    ['double-brace', 'a\n  {{#each xs}}\n- {{this.y}}\n{{else}}\nnone\n{{/each}}\nb', 'a\n- ‹this.y›\nnone\nb'],
    ['double-brace', 'a {{~x~}} b', 'a‹x›b'],
    ['double-brace', '{single} {{', '{single} {{'],
    ['double-brace', 'a {{#if b}}c{{/if}} d', 'a c d'],
    ['jinja', 'Hi {{ user.name | upper }}{# no #}!{% if x %} y{% else %} z{% endif %}', 'Hi ‹user.name›! y z'],
    ['jinja', 'a  {%- if x -%}  b', 'ab'],
    ['jinja', '{% raw %}{{ kept }}{% endraw %} {{ f("x", y) }} {{ a["b"] }}', '{{ kept }} ‹y› ‹a›'],
    ['jinja', '{{ x {{ y }} {% z', '‹x› {% z'],
    ['jinja', '{% for d in docs %}{{ d.text }}\n{% endfor %}', '‹d.text›\n'],
  ];
  for (const [syntax, text, expected] of cases)
    it(`${syntax}: ${JSON.stringify(text)}`, () => assert.equal(shown(splitTemplate(text, syntax)), expected));

  it('gives the range of every piece', () => {
    for (const [syntax, text] of cases) {
      let at = 0;
      for (const piece of splitTemplate(text, syntax)) {
        assert.ok(piece.start >= at && piece.end >= piece.start && piece.end <= text.length);
        if ('text' in piece && syntax !== 'brace') assert.equal(text.slice(piece.start, piece.end), piece.text);
        if ('hole' in piece) assert.ok(text.slice(piece.start, piece.end).includes(piece.hole));
        at = piece.end;
      }
    }
  });

  for (const [syntax, unit] of [
    ['jinja', '{{'],
    ['jinja', '{% raw %}'],
    ['double-brace', '{{{'],
    ['brace', '{{{a'],
    ['double-brace', '{{#a}} '],
  ] as const) {
    it(`splits a megabyte of ${unit}`, () => {
      const before = performance.now();
      splitTemplate(unit.repeat(1_000_000 / unit.length), syntax);
      assert.ok(performance.now() - before < 1500);
    });
  }
});
