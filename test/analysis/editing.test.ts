/** A file that is edited key by key in an open engine is reported like a file that is read for the first time. */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine } from '../../src/core/engine.ts';
import { DAY, memoryHost, reportOn } from '../support/engine.ts';

const scanned = { seen: 1, analysed: 0, skipped: [], failed: [] };

describe('editing', () => {
  for (const [file, text, typed] of [
    [
      'app.ts',
      "import OpenAI from 'openai';\nconst client = new OpenAI();\n\nexport const tail = 1;\n",
      'client.responses.create({ model: `gpt-4o`, input: q });',
    ],
    ['app.py', 'from openai import OpenAI\nclient = OpenAI()\n\ntail = 1\n', 'client.responses.create(model="gpt-4o", input=f"{q}?")'],
  ] as const) {
    it(`reports what is typed into an open ${file}`, async () => {
      const { config } = readConfig([]);
      const engine = await createEngine({ host: memoryHost({}), config, version: 'test', at: DAY, now: () => performance.now() });
      const at = text.indexOf('\n\n') + 1;
      const sites: number[] = [];
      for (let keys = 0; keys <= typed.length; keys++) {
        const now = text.slice(0, at) + typed.slice(0, keys) + text.slice(at);
        engine.set(file, now, { open: true });
        const report = await engine.report(scanned);
        sites.push(report.sites.length);
        if (keys % 7 === 0 || keys === typed.length) assert.deepEqual(report, await reportOn({ [file]: now }), typed.slice(0, keys));
      }
      assert.deepEqual([sites[0], sites.at(-1)], [0, 1]);
      engine.set(file, text);
      assert.equal((await engine.report(scanned)).sites.length, 0);
      engine.delete(file);
    }).timeout(30_000);
  }
});
