/** Every SDK of the catalogue is plain data in the documented shape, and has a case for each of its calls in each of its languages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { catalog } from '../../src/core/catalog/index.ts';
import type { Sdk, SdkCall } from '../../src/core/catalog/sdk.ts';
import { validateSdk } from '../../src/core/catalog/validate.ts';
import { readCases } from './cases.ts';

const LANGUAGES = ['ecmascript', 'python'] as const;
/** These make no site of their own. */
const SILENT = new Set(['client', 'session', 'tool']);
const KINDS = new Set(['llm-call', 'embedding-call', 'model-constructor', 'agent', 'agent-loop', 'retriever', 'prompt', 'wrapped-call']);

const files = readdirSync('test/catalog').filter((file) => file.endsWith('.md'));
const cases = new Map(files.map((file) => [file, readCases(readFileSync(`test/catalog/${file}`, 'utf8'), file)]));
const apisOf = (sdk: Sdk) => new Set([...sdk.calls.map((call) => call.id), ...(sdk.endpoints ?? []).map((endpoint) => endpoint.id)]);
const shown = new Set(
  [...cases.values()].flat().flatMap((one) => one.sites.map((site) => `${one.language} ${site.kind} ${site.sdk} ${site.api}`)),
);
const shownAnywhere = new Set([...shown].map((site) => site.slice(site.indexOf(' ') + 1)));
const byId = new Map(catalog.map((sdk) => [sdk.id, sdk]));

const languagesOf = (sdk: Sdk, call: SdkCall) =>
  LANGUAGES.filter((language) => sdk.packages[language] && (call.languages ?? LANGUAGES).includes(language));

describe('catalogue', () => {
  it('lists each SDK once, by name', () => {
    const ids = catalog.map((sdk) => sdk.id);
    assert.deepEqual(ids, [...new Set(ids)].sort());
  });

  for (const sdk of catalog) {
    describe(sdk.id, () => {
      it('survives JSON and has the documented shape', () => {
        const copy: unknown = JSON.parse(JSON.stringify(sdk));
        assert.deepEqual(copy, sdk);
        assert.deepEqual(validateSdk(copy).problems, []);
      });

      it('has a case for every call in every language', () => {
        const wanted = sdk.calls
          .filter((call) => !SILENT.has(call.kind))
          .flatMap((call) => languagesOf(sdk, call).map((language) => `${language} ${call.kind} ${sdk.id} ${call.id}`));
        assert.deepEqual(
          wanted.filter((call) => !shown.has(call)),
          [],
        );
      });

      it('has a case for every endpoint', () => {
        assert.deepEqual(
          (sdk.endpoints ?? [])
            .map((endpoint) => `${endpoint.kind} ${sdk.id} ${endpoint.id}`)
            .filter((endpoint) => !shownAnywhere.has(endpoint)),
          [],
        );
      });
    });
  }
});

describe('cases of the catalogue', () => {
  for (const [file, list] of cases) {
    it(file, () => {
      assert.ok(
        list.some((one) => one.sites.length === 0),
        `${file} shows nothing that is no site`,
      );
      for (const one of list) {
        const lines = one.code.split('\n');
        let before = 0;
        for (const site of one.sites) {
          const at = `${file}:${one.line + site.line - 1}: ${site.kind} ${site.sdk} ${site.api}`;
          assert.ok(KINDS.has(site.kind), `${at} is of no kind that exists`);
          assert.ok(site.line >= before && (lines[site.line - 1] ?? '').trim() !== '', `${at} stands on no line of code, or out of order`);
          before = site.line;
          if (site.sdk === undefined || site.api === undefined) continue;
          const sdk = byId.get(site.sdk) ?? assert.fail(`${at}: the SDK is not in the catalogue`);
          if (site.kind === 'agent-loop' || site.kind === 'prompt') continue;
          assert.ok(apisOf(sdk).has(site.api), `${at}: the SDK has no such call`);
          const call = sdk.calls.find((entry) => entry.id === site.api);
          if (call) assert.ok(writtenNear(lines, site.line, call), `${at}: none of the call's paths is written here`);
        }
      }
    });
  }
});

/** The call's name stands on the line or, in a chain over several lines, a little below it. */
function writtenNear(lines: readonly string[], line: number, call: SdkCall): boolean {
  const near = lines.slice(line - 1, line + 3).join('\n');
  const names = call.path.map((path) => path.slice(path.lastIndexOf('.') + 1));
  return names.some(
    (name) => name === '()' || name === 'default' || near.includes(name) || (call.sentBy ?? []).some((send) => near.includes(`.${send}(`)),
  );
}
