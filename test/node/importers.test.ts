/** Which files are read because they call what another file bills, also through files that only pass names on. */
import assert from 'node:assert/strict';
import type { Share } from '../../src/core/analysis/scan.ts';
import { callersOf, importsIn } from '../../src/node/importers.ts';

const nothing: Share = { sites: [], paid: [], wrapped: [], ambient: [], leads: [], directives: [], problems: [] };

/** The callers of `ask` in one file of a project. */
function callersAmong(billed: string, files: Readonly<Record<string, string>>): readonly string[] {
  const imports = new Map(Object.entries(files).map(([file, text]) => [file, importsIn(file, text)]));
  const leads = [{ path: billed, billed: ['ask'], holders: [], methods: [] }];
  return callersOf([{ ...nothing, leads }], imports, (file, calls) => calls(files[file] ?? ''));
}

describe('files that call a billed function', () => {
  it('import it from its file, or from one that exports all of it', () => {
    const files = {
      'app/a.ts': "import { ask } from '../llm/ask';\nask();",
      'app/b.ts': "import { ask } from '../llm';\nask();",
      'app/c.ts': "import { tell } from '../llm';\ntell();",
      'app/d.ts': "import { ask } from '../other';\nask();",
      'llm/index.ts': "export * from './ask';",
    };
    assert.deepEqual(callersAmong('llm/ask.ts', files), ['app/a.ts', 'llm/index.ts', 'app/b.ts']);
  });

  it('know it under the name that a file on the way gives it', () => {
    const files = {
      'app/a.ts': "import { answer } from '../llm';\nanswer();",
      'llm/index.ts': "export * from './inner';",
      'llm/inner/index.ts': "export { ask as answer } from '../ask';",
    };
    assert.deepEqual(callersAmong('llm/ask.ts', files), ['llm/inner/index.ts', 'app/a.ts']);
  });

  it('import the package of a workspace by its name', () => {
    const files = {
      'apps/web/a.ts': "import { ask } from '@acme/llm';\nask();",
      'apps/web/b.ts': "import { ask } from '@acme/llm/ask';\nask();",
      'apps/web/c.ts': "import { ask } from '@acme/ui';\nask();",
      'packages/llm/src/index.ts': "export { ask } from './ask';",
    };
    assert.deepEqual([...callersAmong('packages/llm/src/ask.ts', files)].sort(), [
      'apps/web/a.ts',
      'apps/web/b.ts',
      'packages/llm/src/index.ts',
    ]);
  });
});
