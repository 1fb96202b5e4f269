import assert from 'node:assert/strict';
import { get_encoding } from 'tiktoken';
import { LONGEST_PIECE, TokenCounter } from '../../src/core/tokens/counter.ts';
import { LiveCount } from '../../src/core/tokens/incremental.ts';
import { encodings, tableAsset } from '../../src/dev/tables.ts';
import { anyText, chunksOf, madeUp, PATHOLOGICAL, random } from './texts.ts';

const DELICATE = [
  '',
  ' ',
  '\ufeffYou are a helpful assistant.',
  'a \u0085 b\u0085',
  'a \ufeff b',
  '<|endoftext|> <|im_start|>user',
  "IT'S we'Re 'tis 'LL '",
  "x'ſ x'ſe 'K 'ſ",
  'ABC漢字DEFx ABC漢字DEF\u0301',
  '\u0301\u0301A b\u0301',
  '1234567 ١٢٣٤',
  'a/b//\n/ !/\n',
  '𝒳𝒴 𐐀𐐨𐐨 𐐨𐐀',
  'e\u0301e\u0301',
];

const TYPED = [
  'a',
  'b',
  'A',
  'DEF',
  'ǅ',
  '漢',
  '漢字',
  'é',
  '\u0301',
  "'",
  "'r",
  'e',
  's',
  'LL',
  ' ',
  '  ',
  '   ',
  '\n',
  '\r\n',
  '\t',
  '\u0085',
  '\ufeff',
  '.',
  '/',
  '"!',
  '1',
  '23',
  '😀',
  '\ud83d',
  '\ude00',
  '𐐨',
  '\ud801',
  '\udc28',
  '\udc00',
];

for (const encoding of encodings) {
  describe(`counter of ${encoding}`, () => {
    const counter = TokenCounter.open(encoding, tableAsset(encoding)) as TokenCounter;
    const tiktoken = get_encoding(encoding);
    const expected = (text: string) => tiktoken.encode_ordinary(text).length;
    const same = (text: string) => assert.equal(counter.count(text), expected(text), JSON.stringify(text).slice(0, 300));
    after(() => tiktoken.free());

    it('agrees with tiktoken on sixteen kinds of text', () => {
      for (const text of Object.values(madeUp(40_000))) for (const chunk of chunksOf(text)) same(chunk);
    });

    it('agrees with tiktoken on random Unicode and on delicate texts', () => {
      const rnd = random(2463534242);
      for (let i = 0; i < 3000; i++) same(anyText(rnd));
      DELICATE.forEach(same);
    });

    it('agrees with tiktoken on inputs that stall a quadratic merge', () => {
      for (const make of Object.values(PATHOLOGICAL)) same(make(2000));
    });

    it('counts a lone surrogate as U+FFFD', () => {
      assert.equal(counter.count('lone \ud800 high \udc00\udc00 low\ud83d'), expected('lone \ufffd high \ufffd\ufffd low\ufffd'));
    });

    it('gives the same count when everything was met before', () => {
      const text = Object.values(madeUp(3_000)).join('');
      counter.forget();
      const cold = counter.count(text);
      assert.equal(counter.count(text), cold);
    });

    it('recounts edits as if the text were new', () => {
      const rnd = random(88172645);
      const texts = Object.values(madeUp(1500)).concat(
        Array.from({ length: 300 }, () => Array.from({ length: rnd(10) }, () => TYPED[rnd(TYPED.length)]).join('')),
      );
      for (const start of texts) {
        const live = new LiveCount(counter, start);
        for (let i = 0; i < 40; i++) {
          const at = rnd(live.text.length + 1);
          const removed = rnd(3) ? 0 : Math.min(1 + rnd(5), live.text.length - at);
          const inserted = rnd(4) || !removed ? (TYPED[rnd(TYPED.length)] as string) : '';
          const text = live.text.slice(0, at) + inserted + live.text.slice(at + removed);
          assert.equal(live.edit(at, removed, inserted), counter.count(text), JSON.stringify(text).slice(0, 300));
          assert.equal(live.text, text);
          assert.deepEqual(live.ends, new LiveCount(counter, text).ends);
        }
      }
    });

    it('splits only a few pieces again for one key', () => {
      const live = new LiveCount(counter, madeUp(20_000).english as string);
      live.edit(10_000, 0, 'x');
      assert.ok(live.resplitPieces <= 5, String(live.resplitPieces));
    });

    it('cuts a run that is too long, and says so', () => {
      const long = 'a'.repeat(LONGEST_PIECE + 1);
      assert.equal(counter.isCut(long), true);
      assert.equal(new LiveCount(counter, long).exact, false);
      assert.equal(counter.isCut('a '.repeat(LONGEST_PIECE)), false);
      assert.equal(counter.isCut('a'.repeat(LONGEST_PIECE)), false);
      assert.equal(counter.count(long), counter.count('a'.repeat(LONGEST_PIECE)) + 1);
    });
  });
}

describe('table asset', () => {
  it('is refused when damaged', () => {
    const asset = tableAsset('cl100k_base');
    assert.equal(TokenCounter.open('cl100k_base', asset.subarray(0, asset.length - 1)), undefined);
    assert.equal(TokenCounter.open('cl100k_base', new Uint8Array(3)), undefined);
    assert.equal(TokenCounter.open('cl100k_base', new Uint8Array(1000)), undefined);
  });

  it('opens from the middle of a buffer, and from a Buffer of Node', () => {
    const asset = tableAsset('cl100k_base');
    const shifted = Buffer.alloc(asset.length + 3);
    shifted.set(asset, 3);
    const text = madeUp(3000).unicode as string;
    const expected = TokenCounter.open('cl100k_base', asset)?.count(text);
    assert.equal(TokenCounter.open('cl100k_base', shifted.subarray(3))?.count(text), expected);
    assert.equal(TokenCounter.open('cl100k_base', new Uint8Array(shifted).subarray(3))?.count(text), expected);
  });
});
