/** The server ends unexpectedly: it is started again, says so once, and nothing is lost. */
import assert from 'node:assert/strict';
import { diagnosticsInfo, open, serverProcesses, shownLenses } from './support.ts';
import { until } from './wait.ts';

describe('a crash of the server', () => {
  it('is followed by another server, with the same lenses', async () => {
    const { document } = await open('src/triage.ts');
    const before = await shownLenses(document.uri);
    const [pid, ...others] = serverProcesses();
    assert.ok(pid);
    assert.deepEqual(others, []);
    process.kill(pid, 'SIGKILL');
    const next = await until('another server', () => serverProcesses().find((one) => one !== pid));
    assert.notEqual(next, pid);
    const after = await shownLenses(document.uri);
    assert.deepEqual(
      after.map(({ command }) => command?.title),
      before.map(({ command }) => command?.title),
    );
    assert.match(await diagnosticsInfo(), /crashes 1/);
  });
});
