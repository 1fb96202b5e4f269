/** Lowers Python for tests and shows values in one line each, so that expectations read like code. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FileFacts, Value } from '../../../src/core/facts/facts.ts';
import { startParser } from '../../../src/core/languages/grammar.ts';
import type { Language } from '../../../src/core/languages/language.ts';
import { python } from '../../../src/core/languages/python/python.ts';

const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
const asset = (file: string) => Promise.resolve(new Uint8Array(readFileSync(file)));

export async function startPython(): Promise<Language> {
  await startParser(await asset(join(dirname(resolve('web-tree-sitter')), 'web-tree-sitter.wasm')), () => performance.now());
  return python((name) => asset(join(dirname(resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm', name)));
}

export const language: Promise<Language> = startPython();

export async function factsOf(code: string): Promise<FileFacts> {
  return (await language).lower(code, { path: 'a.py' }).facts;
}

/** A value as a short text. */
export function show(facts: FileFacts, value: Value | undefined): string {
  if (!value) return '–';
  const of = (inner: Value | undefined) => show(facts, inner);
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
    case 'literal':
      return String(value.value);
    case 'template':
      return `template(${value.parts.map(of).join(' ')})`;
    case 'list':
      return `[${value.items.map(of).join(', ')}]`;
    case 'record':
      return `{${value.fields.map((f) => ('kind' in f ? of(f) : `${typeof f.key === 'string' ? f.key : `[${of(f.key)}]`}: ${of(f.value)}`)).join(', ')}}`;
    case 'spread':
      return `...${of(value.value)}`;
    case 'name':
      return value.name;
    case 'member':
      return `${of(value.of)}.${value.name}`;
    case 'index':
      return `${of(value.of)}[${of(value.key)}]`;
    case 'slice':
      return `${of(value.of)}[${value.from ? of(value.from) : ''}:${value.to ? of(value.to) : ''}]`;
    case 'call': {
      const call = facts.calls[value.call];
      return `${of(call?.callee)}(${call?.args.map((arg) => `${arg.name ? `${arg.name}=` : ''}${arg.spread ? `*${arg.spread} ` : ''}${of(arg.value)}`).join(', ')})`;
    }
    case 'operation':
      return `(${of(value.left)} ${value.operator} ${of(value.right)})`;
    case 'unary':
      return `${value.operator}${of(value.value)}`;
    case 'choice':
      return `(${of(value.test)} ? ${of(value.options[0])} : ${of(value.options[1])})`;
    case 'fallback':
      return `(${of(value.first)} ${value.operator} ${of(value.second)})`;
    case 'each':
      return `each(${of(value.body)} in ${of(value.over)}${value.filtered ? ' filtered' : ''})`;
    case 'function':
      return `function ${facts.functions[value.function]?.name}`;
    case 'class':
      return `class ${facts.classes[value.class]?.name}`;
    case 'parameter':
      return `parameter ${value.param}`;
    case 'element':
      return `element${value.position ?? ''}(${of(value.of)})`;
    case 'imported':
      return `import ${value.specifier}:${value.name}`;
    case 'self':
      return `self`;
    case 'unknown':
      return `unknown ${value.why}`;
  }
}

/** Every write to a name of a scope: `how value`. */
export function writes(facts: FileFacts, name: string, scope = 0): string[] {
  return (facts.scopes[scope]?.bindings.get(name)?.writes ?? []).map(
    (write) =>
      `${write.how}${write.operator ?? ''}${write.annotation ? `:${show(facts, write.annotation)}` : ''} ${show(facts, write.value)}`,
  );
}

/** What `x = …` gives `x`. */
export async function shownAs(expression: string): Promise<string> {
  const facts = await factsOf(`x = ${expression}\n`);
  return show(facts, facts.scopes[0]?.bindings.get('x')?.writes[0]?.value);
}

export const stores = (facts: FileFacts): string[] =>
  facts.stores.map(
    (s) => `${s.how} ${show(facts, s.target)} ${typeof s.key === 'string' ? s.key : `[${show(facts, s.key)}]`} ${show(facts, s.value)}`,
  );

export const calls = (facts: FileFacts): string[] =>
  facts.calls.map((call, index) => show(facts, { kind: 'call', call: index, start: call.start, end: call.end }));
