/** Loops whose rounds wait: for a person, for work, for the clock or for a status. The model does not end them. */
import { callsIn } from '../facts/enclosing.ts';
import type { Call, FileFacts, Index, Value } from '../facts/facts.ts';
import type { Folder } from '../resolve/fold.ts';

/** Each round waits for a person, for the next message of one, for work from a queue or for the clock: nobody but they end the loop. */
export function waitsForOthers(path: string, facts: FileFacts, index: Index, folder: Folder): boolean {
  const calls = callsIn(facts, index);
  return (
    calls.some((call) => waitsIn(path, call, folder) || (isAlways(facts, call, index) && waitsInside(path, call, folder))) ||
    (neverEnds(facts, index) && calls.some(({ callee }) => sleeps(callee)))
  );
}

/** The loop sleeps, by itself or in a function that it calls, and asks for a status: the rounds send nothing but the question. */
export function polls(path: string, facts: FileFacts, index: Index, folder: Folder): boolean {
  const loop = facts.loops[index];
  if (!loop) return false;
  const tests = [loop.test, ...loop.exits.map(({ branch }) => facts.branches[branch]?.test)];
  if (!tests.some((test) => test && asksStatus(test))) return false;
  return callsIn(facts, index).some((call) => sleeps(call.callee) || sleepsInside(path, call, folder));
}

function waitsIn(path: string, call: Call, folder: Folder): boolean {
  const { callee, args } = call;
  // `to_thread(input, "> ")`
  if (
    args.some(
      ({ value }) =>
        value.kind === 'name' && /^(raw_)?input$/.test(value.name) && value.name !== nameOf(callee) && isBuiltin(path, value, folder),
    )
  )
    return true;
  if (callee.kind !== 'name' && callee.kind !== 'member') return false;
  if (WAITS.test(callee.name)) return true;
  if (callee.kind === 'member' && (ASKS.test(nameOf(callee.of)) || (TAKES_WORK.test(callee.name) && /queue/i.test(nameOf(callee.of)))))
    return true;
  if (!ASKS_BY_PACKAGE.test(callee.name)) return false;
  const known = folder.callee({ path, call, frame: undefined });
  return known.kind === 'ref' && known.root.kind === 'package' && CONSOLES.has(known.root.specifier);
}

const isBuiltin = (path: string, value: Value, folder: Folder): boolean => {
  const known = folder.fold(path, value);
  return known.kind === 'ref' && known.root.kind === 'global';
};

/** No condition in the loop stands before the call. */
function isAlways(facts: FileFacts, { branch }: Call, loop: Index): boolean {
  const start = facts.loops[loop]?.start ?? 0;
  for (let b = branch; b >= 0; b = facts.branches[b]?.parent ?? -1) {
    const found = facts.branches[b];
    if (!found || found.statement <= start) return true;
    if (found.kind !== 'loop') return false;
  }
  return true;
}

/** The function of the project that is called asks by itself. */
function waitsInside(path: string, call: Call, folder: Folder): boolean {
  const found = bodyOf(path, call, folder);
  return found?.calls.some((inner) => waitsIn(found.path, inner, folder)) ?? false;
}

function bodyOf(path: string, call: Call, folder: Folder): { readonly path: string; readonly calls: readonly Call[] } | undefined {
  const known = folder.callee({ path, call, frame: undefined });
  const facts = known.kind === 'function' ? folder.program.facts(known.path) : undefined;
  const fn = known.kind === 'function' ? facts?.functions[known.function] : undefined;
  if (known.kind !== 'function' || !facts || !fn) return undefined;
  return { path: known.path, calls: facts.calls.filter((inner) => fn.start <= inner.start && inner.end <= fn.end) };
}

const nameOf = (value: Value): string => (value.kind === 'name' || value.kind === 'member' ? value.name : '');

/** Functions that read what somebody types or sends: consoles, sockets, and the project's own. */
const WAITS =
  /^(input|raw_input|question|readline|recv|receive|receive_(text|json|bytes)|prompt_async|chat_input)$|user_?input|human_?input|(ask|prompt)_?user/i;
/** Objects that ask: `Prompt.ask(…)`, `inquirer.prompt(…)`. */
const ASKS = /^(Prompt|Confirm|inquirer|questionary|enquirer|prompts)$/;
/** Methods that take one piece of work from a queue. */
const TAKES_WORK = /^(get|claim|take|receive|dequeue|lease|pull|next|reserve)$/;
/** Names that mean a question only where a package for consoles exports them. */
const ASKS_BY_PACKAGE = /^(prompt|ask|text|select|confirm|default)$/;
const CONSOLES: ReadonlySet<string> = new Set([
  'prompt_toolkit',
  'prompt_toolkit.shortcuts',
  'rich.prompt',
  'click',
  'typer',
  'questionary',
  'inquirer',
  '@inquirer/prompts',
  '@clack/prompts',
  'prompts',
  'enquirer',
]);

/** `while true` that only an error leaves: a service. */
function neverEnds(facts: FileFacts, index: Index): boolean {
  const loop = facts.loops[index];
  if (!loop || (loop.test && !(loop.test.kind === 'literal' && loop.test.value === true) && loop.test.kind !== 'number')) return false;
  return loop.exits.every(({ kind, branch }) => kind === 'throw' || facts.branches[branch]?.kind === 'catch');
}

const SLEEPS = /^(sleep|delay|setTimeout|setInterval)$/;
const sleeps = (callee: Value): boolean => SLEEPS.test(nameOf(callee));

const sleepsInside = (path: string, call: Call, folder: Folder): boolean =>
  bodyOf(path, call, folder)?.calls.some(({ callee }) => sleeps(callee)) ?? false;

function asksStatus(test: Value): boolean {
  switch (test.kind) {
    case 'name':
    case 'member':
      return /(^|_)(status|state)$|Status$|State$/.test(test.name);
    case 'operation':
      return asksStatus(test.left) || asksStatus(test.right);
    case 'unary':
      return asksStatus(test.value);
    case 'fallback':
      return asksStatus(test.first) || asksStatus(test.second);
    default:
      return false;
  }
}
