/** While somebody types, a site that only moves is the same site: it keeps its cost, and its findings and fixes move with it. */
import assert from 'node:assert/strict';
import { readConfig } from '../../src/core/config/config.ts';
import { createEngine } from '../../src/core/engine.ts';
import { DAY, memoryHost, reportOn } from '../support/engine.ts';

const FILE = 'app.py';
const CALL = (name: string, model: string) =>
  `def ${name}(question):\n    return client.responses.create(model="${model}", instructions="Be brief.", input=question)\n`;
const HEAD = 'from openai import OpenAI\n\nclient = OpenAI()\n\n';
const scanned = { seen: 1, analysed: 0, skipped: [], failed: [] };

describe('sites that an edit only moves', () => {
  const edited = async (texts: readonly string[]) => {
    const { config } = readConfig([]);
    const engine = await createEngine({ host: memoryHost({}), config, version: 'test', at: DAY, now: () => performance.now() });
    engine.live.scan([FILE]);
    const sides = [];
    for (const text of texts) {
      engine.live.set(FILE, text);
      engine.live.share(FILE);
      sides.push(await engine.side(scanned, engine.live.all()));
    }
    return sides.map(({ report, sites }) => ({
      report,
      calls: new Map(sites.filter(({ site }) => site.kind === 'llm-call').map((one) => [one.site.symbol, one])),
    }));
  };
  const first = CALL('first', 'gpt-5');
  const second = CALL('second', 'gpt-5-mini');

  it('keep their cost; the one that is edited is counted again', async () => {
    const [before, after] = await edited([HEAD + first + second, HEAD + first.replace('brief', 'very brief') + second]);
    assert.notEqual(after?.calls.get('first')?.cost, before?.calls.get('first')?.cost);
    assert.equal(after?.calls.get('second')?.cost, before?.calls.get('second')?.cost);
    assert.notEqual(after?.calls.get('second')?.site.place.start, before?.calls.get('second')?.site.place.start);
  });

  it('stay the same objects where nothing moves', async () => {
    const [before, after] = await edited([HEAD + first + second, HEAD + first + second.replace('brief', 'very brief')]);
    assert.equal(after?.calls.get('first')?.site, before?.calls.get('first')?.site);
  });

  it('are counted again when a comment above them says something else', async () => {
    const comment = (calls: number) => `# costlint-usage: calls=${calls}/month\n`;
    const texts = [10, 2000].map((calls) => HEAD + first + comment(calls) + second);
    const [before, after] = await edited(texts);
    const months = [before, after].map((side) => side?.calls.get('second')?.cost.callsPerMonth?.expected);
    assert.deepEqual(months, [10, 2000]);
  });

  it('have the findings and fixes of a file that is read for the first time', async () => {
    const texts = ['', '# one\n', '# one\n\nimport os\n', 'x = """'].map((above) => above + HEAD + first + second);
    const sides = await edited(texts);
    assert.ok(sides[0]?.report.findings.some(({ fixes }) => fixes.length > 0));
    for (const [i, text] of texts.entries()) assert.deepEqual(sides[i]?.report, await reportOn({ [FILE]: text }), text.slice(0, 20));
  });
});
