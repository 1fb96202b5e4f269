/** The workflows of this repository and its action: pinned, without rights that they do not need, and calling what there is. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import manifest from '../package.json';
import { FLAGS, VERBS } from '../src/cli/args.ts';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => path.posix.join(FOLDER, name));
const texts = [...workflows, 'action.yml'].map((file) => [file, readFileSync(file, 'utf8')] as const);

/** Every `run` below a value. */
function scriptsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === 'run' && typeof inside === 'string' ? [inside] : scriptsOf(inside)));
}

describe('workflows', () => {
  for (const [file, text] of texts) {
    it(`${file}: actions are pinned by commit, with their version beside`, () => {
      const used = [...text.matchAll(/uses: *(\S+)(.*)/g)];
      for (const [line, action, rest] of used) assert.match(`${action}${rest}`, /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, line);
    });

    it(`${file}: no script contains an expression that somebody else could fill with code`, () => {
      const scripts = scriptsOf(parse(text));
      assert.ok(scripts.length > 0);
      for (const script of scripts) assert.doesNotMatch(script, /\$\{\{/);
    });
  }

  for (const file of workflows) {
    it(`${file}: no rights at the top, few in a job, and only scripts that exist`, () => {
      const { permissions, jobs } = parse(readFileSync(file, 'utf8'));
      assert.deepEqual(permissions, {});
      for (const [name, job] of Object.entries<{ permissions?: Record<string, string>; steps: { run?: string }[] }>(jobs)) {
        const granted = Object.entries(job.permissions ?? {}).map(([right, level]) => `${right}: ${level}`);
        for (const right of granted) assert.ok(['contents: read', 'id-token: write'].includes(right), `${name} has ${right}`);
        for (const { run = '' } of job.steps)
          for (const [, script = ''] of run.matchAll(/npm (?:run )?(test(?::\w+)?|package|demo)\b/g))
            assert.ok(script in manifest.scripts, script);
      }
    });
  }

  it('the action calls a verb and flags that exist', () => {
    const text = readFileSync('action.yml', 'utf8');
    const { runs } = parse(text) as { runs: { using: string; steps: { run: string }[] } };
    assert.equal(runs.using, 'composite');
    const scripts = runs.steps.map(({ run }) => run).join('\n');
    for (const [, verb = ''] of scripts.matchAll(/costlint@\$VERSION" (\w+)|arguments=\((\w+)/g)) if (verb) assert.ok(verb in VERBS, verb);
    for (const [, flag = ''] of scripts.replace(/npx --yes/g, '').matchAll(/--([a-z][a-z-]*)/g)) assert.ok(flag in FLAGS, flag);
  });
});
