/** Test fixtures of pytest: a parameter named like one is what it returns. */
import type { FileFacts, Index, Value } from '../facts/facts.ts';
import { provided } from './contexts.ts';
import type { Folder } from './fold.ts';
import { type Known, placeIn } from './known.ts';
import { nameOf } from './names.ts';
import { foldersAbove } from './program.ts';

const IN_TESTS = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;

/** The value of a fixture of the same file or of a `conftest.py` beside or above it; `own` is the function that asks for it. */
export function fromFixture(folder: Folder, path: string, own: string, name: string): Known | undefined {
  if (name === '' || !IN_TESTS.test(path)) return undefined;
  const above = [...foldersAbove(path)].map((parent) => (parent === '' ? 'conftest.py' : `${parent}/conftest.py`));
  for (const file of [path, ...above.filter((one) => one !== path)]) {
    const facts = folder.program.facts(file);
    const fixture = facts ? fixtureIn(facts, name) : -1;
    const fn = facts?.functions[fixture];
    // A fixture that asks for its own name means the one above.
    if (!fn || (file === path && own === name)) continue;
    const place = placeIn(file, fn);
    return provided(folder, { kind: 'function', path: file, function: fixture, frame: undefined, self: undefined, place }, place);
  }
  return undefined;
}

const fixtureIn = (facts: FileFacts, name: string): Index =>
  facts.functions.findIndex((fn) => fn.name === name && fn.decorators.some((decorator) => isFixture(facts, decorator)));

/** `@pytest.fixture`, `@fixture(scope='module')`, `@pytest_asyncio.fixture`. */
function isFixture(facts: FileFacts, decorator: Value): boolean {
  const callee = decorator.kind === 'call' ? facts.calls[decorator.call]?.callee : decorator;
  return callee !== undefined && nameOf(callee) === 'fixture';
}
