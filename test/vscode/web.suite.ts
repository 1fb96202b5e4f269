/** The extension in a web worker, as in a browser without a remote host: the same numbers, and no process. */
import assert from 'node:assert/strict';
import { estimate, shortMoney } from '../../src/core/report/words.ts';
import { look, texts } from './look.ts';
import { folder, open, reportOf, serverProcesses } from './support.ts';
import { until } from './wait.ts';

describe('the extension in a web worker', () => {
  it('shows lenses over calls whose prompts stand in other files, and starts no process', async () => {
    await open('src/answer.ts');
    const site = reportOf(folder().fsPath).sites.find(({ path, cost }) => path === 'src/answer.ts' && cost);
    assert.ok(site?.cost);
    const words = `${estimate(site.cost.perCall)}/call · ${estimate(site.cost.perMonth, shortMoney)}/mo`;
    await until(`"${words}"`, async () => (await texts('.codelens-decoration')).some((text) => text.includes(words)));
    await look('screenshot', { name: 'web.png' });
    assert.deepEqual(serverProcesses(), []);
  });
});
