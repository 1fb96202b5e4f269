/** Work that is handed out: each piece once, in order, to whoever is free. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { handOut } from '../../src/node/hand-out.ts';

const pieces = Array.from({ length: 100 }, (_, i) => i);

describe('handing work out', () => {
  for (const count of [1, 2, 3, 7]) {
    it(`gives each piece to one of ${count}, and keeps the order of the results`, async () => {
      const hands = Array.from({ length: count }, (_, i) => ({ abreast: i === 0 ? 1 : 4 }));
      const taken: number[] = [];
      const results = await handOut(hands, pieces, async (_, piece) => {
        taken.push(piece);
        return piece * 2;
      });
      assert.deepEqual(
        results,
        pieces.map((piece) => piece * 2),
      );
      assert.deepEqual(
        taken.sort((a, b) => a - b),
        pieces,
      );
    });
  }

  it('lets the quick do what the slow has not begun, from its end', async () => {
    const [slow, quick] = [{ abreast: 1 }, { abreast: 1 }];
    const done = new Map<object, number[]>([
      [slow, []],
      [quick, []],
    ]);
    await handOut([slow, quick], pieces, async (hand, piece) => {
      done.get(hand)?.push(piece);
      if (hand === slow) for (let turn = 0; turn < 10; turn++) await setImmediate();
    });
    const bySlow = done.get(slow) as number[];
    assert.ok(bySlow.length > 0 && bySlow.length < 50, `the slow one did ${bySlow.length}`);
    assert.deepEqual(bySlow, pieces.slice(0, bySlow.length), 'neighbours stay together');
  });

  it('has no more than its pieces', async () => {
    assert.deepEqual(await handOut([{ abreast: 4 }, { abreast: 1 }], [], async () => 1), []);
    assert.deepEqual(await handOut([{ abreast: 4 }, { abreast: 1 }], ['a'], async (_, piece) => piece), ['a']);
  });

  it('stops for all when one fails', async () => {
    let begun = 0;
    const [failing, other] = [{ abreast: 1 }, { abreast: 1 }];
    const work = handOut([failing, other], pieces, async (hand) => {
      begun++;
      if (hand === failing) throw new Error('gone');
    });
    await assert.rejects(work, /gone/);
    const soFar = begun;
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    assert.ok(begun <= soFar + 1 && begun < 10, `${begun} pieces were begun`);
  });
});
