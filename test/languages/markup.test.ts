/** Scripts inside component files keep their offsets. */
import assert from 'node:assert/strict';
import { scriptOf } from '../../src/core/languages/markup.ts';
import { calls, language } from './ecmascript/lowering.ts';

describe('component files', () => {
  it('blank everything outside of scripts', () => {
    const text =
      '<!-- <script>no()</script> -->\r\n<template>{{ no }}</template>\n<script setup lang="ts">\nyes();\n</script>\n<style>a {}</style>';
    const { script, extension } = scriptOf('A.vue', text);
    assert.equal(extension, '.ts');
    assert.equal(script.length, text.length);
    assert.equal(script.indexOf('yes()'), text.indexOf('yes()'));
    assert.equal(script.replace(/\s/g, ''), 'yes();;');
    assert.deepEqual(
      [...script.matchAll(/\n/g)].map((m) => m.index),
      [...text.matchAll(/\n/g)].map((m) => m.index),
    );
  });

  it('know the language of their scripts', () => {
    assert.equal(scriptOf('a.svelte', '<script>a()</script>').extension, '.js');
    assert.equal(scriptOf('a.svelte', '<script module lang=\'ts\'>a()</script><script lang="tsx">b()</script>').extension, '.tsx');
    assert.equal(scriptOf('a.astro', '---\na();\n---\n<p/>').extension, '.ts');
    assert.deepEqual(scriptOf('a.mts', 'a();'), { script: 'a();', extension: '.mts' });
  });

  it('skip data, sources elsewhere and attributes with signs in them', () => {
    const script = (text: string) => scriptOf('a.vue', text).script.trim();
    assert.equal(script('<script type="application/ld+json">{}</script>'), '');
    assert.equal(script('<script src="./x.ts"/><p>no</p>'), ';');
    assert.equal(script('<script data-x="a > b" generic="T extends A<B>">yes()</script>'), 'yes();');
    assert.equal(script('<script>yes()'), 'yes()');
    assert.equal(script('<scripted>no</scripted>'), '');
  });

  it('take linear time on hostile text', () => {
    for (const piece of ['<!--', '<script', '<script ', '<script a="', '<script>', '---\n', '<!-- --><script x']) {
      const text = piece.repeat(200_000);
      assert.equal(scriptOf('a.astro', text).script.length, text.length);
    }
  }).timeout(10_000);

  it('are lowered with the offsets of the file', async () => {
    const files = {
      'A.vue': '<template><p/></template>\n<script lang="ts">\nconst a = (b as C).d();\n</script>\n<script setup>\ne();\n</script>',
      'a.svelte': '<script lang="ts">const a = (b as C).d(); e();</script>\n<p on:click={x}/>',
      'a.astro': '---\nconst a = (b as C).d();\n---\n<p>{a}</p><script>e();</script>',
    };
    for (const [path, text] of Object.entries(files)) {
      const { facts } = (await language).lower(text, { path });
      assert.deepEqual(calls(facts), ['b.d()', 'e()'], path);
      assert.deepEqual(
        facts.calls.map((call) => text.slice(call.start, call.end)),
        ['(b as C).d()', 'e()'],
        path,
      );
      assert.equal(facts.problems.length, 0, path);
    }
  });
});
