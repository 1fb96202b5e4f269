/**
 * Tells from the bytes of a file whether it may hold a call that the catalogue knows, so that only such files are parsed:
 * parsing is what a scan pays for. One pass of one expression, then a closer look at what the hit needs.
 */
import { isPromptFile } from '../languages/prompt-files.ts';
import type { Sdk } from './sdk.ts';

export interface Prefilter {
  /** The literal alternatives of the first pass over ECMAScript and Python: the same for other search tools. */
  readonly pattern: string;
  /** `latin1` is the file with one character a byte. */
  matters(path: string, latin1: string): boolean;
}

type Family = 'ecmascript' | 'python';

const PYTHON = /\.(?:py|ipynb)$/i;
export function createPrefilter(catalog: readonly Sdk[]): Prefilter {
  const families = { ecmascript: familyOf('ecmascript', catalog), python: familyOf('python', catalog) };
  return {
    pattern: `${families.ecmascript.pattern}|${families.python.pattern}`,
    matters(path, latin1) {
      if (isPromptFile(path)) return true;
      return (PYTHON.test(path) ? families.python : families.ecmascript).matters(latin1);
    },
  };
}

function familyOf(family: Family, catalog: readonly Sdk[]): { readonly pattern: string; readonly matters: (latin1: string) => boolean } {
  const telling = tellingCalls(family, catalog);
  const hosts = unique(catalog.flatMap((sdk) => (sdk.endpoints ?? []).map(({ url }) => literalOf(url))));

  const packages = catalog.flatMap((sdk) => sdk.packages[family] ?? []).map(escaped);
  const importing = family === 'python' ? pythonImport : scriptImport;
  // Three expressions, each with few first characters: joined into one they take four times as long.
  const sources = [
    family === 'python' ? pythonImport(packages) : quoted(packages),
    `\\.(?:${alternatives([...telling.keys()].map(escaped))})\\s*\\(`,
    `[/.:"'\`](?:${alternatives(hosts.map(escaped))})`,
  ] as const;
  const anyName = new RegExp(sources[0]);
  const anyTelling = new RegExp(sources[1], 'g');
  const anyHost = new RegExp(sources[2]);
  const anyImport = new RegExp(importing(packages), 'g');
  const named = catalog.flatMap((sdk) => {
    const spends = mentionsOf(sdk);
    return (sdk.packages[family] ?? []).map((name) => ({ found: new RegExp(importing([escaped(name)])), spends }));
  });

  // A name that was looked at once need not be looked at again: generated code repeats itself thousands of times.
  const hits = (expression: RegExp, text: string) => new Set(text.match(expression) ?? []);
  const imported = (text: string) => {
    if (!anyName.test(text)) return false;
    for (const hit of hits(anyImport, text)) if (named.some(({ found, spends }) => found.test(hit) && spends(text))) return true;
    return false;
  };
  const told = (text: string) => {
    for (const hit of hits(anyTelling, text))
      if (
        telling.get(hit.slice(1, -1).trim())?.some(({ words, called }) => words.every((word) => text.includes(word)) && called().test(text))
      )
        return true;
    return false;
  };
  return { pattern: sources.join('|'), matters: (text) => imported(text) || told(text) || anyHost.test(text) };
}

/** The name in quotes: quick to find, and few other texts begin with it. */
const quoted = (names: readonly string[]): string => `["'\`]${REGISTRY}(?:${alternatives(names)})(?:@[^"'\`/\\n]*)?(?:/[^"'\`\\n]*)?["'\`]`;

/** Where runtimes without installed packages find one: `npm:openai@4`, `https://esm.sh/openai`. */
const REGISTRY = '(?:(?:npm|jsr):/?|https://(?:esm\\.sh|esm\\.run|cdn\\.skypack\\.dev|cdn\\.jsdelivr\\.net/npm)/)?';

/** `from 'openai'`, `require("openai/shims")`, `import('@ai-sdk/openai')`. */
const scriptImport = (names: readonly string[]): string => `\\b(?:from|import|require)\\s*\\(?\\s*${quoted(names)}`;

/**
 * `import openai`, `from openai.types import x`, and `from google import genai` for `google.genai`; in a notebook the line
 * begins with a quote.
 */
const pythonImport = (names: readonly string[]): string => {
  const split = names
    .filter((name) => name.includes('\\.'))
    .map((name) => [name.slice(0, name.lastIndexOf('\\.')), name.slice(name.lastIndexOf('\\.') + 2)] as const);
  const members = split.map(([from, member]) => `${from}[ \\t]+import[ \\t(]+[^\\n]*\\b${member}\\b`);
  return `\\b(?:from|import)[ \\t]+(?:${alternatives([...members, `(?:[\\w.]+(?:[ \\t]+as[ \\t]+\\w+)?,[ \\t]*)*(?:${alternatives(names)})\\b`])})`;
};

/**
 * Tells whether a file that imports an SDK names one of the calls, templates or messages that the catalogue lists: types, errors
 * and other services of the same package cost nothing. A request over HTTP must look like one to a model.
 */
function mentionsOf({ calls, templates, messages, http }: Sdk): (text: string) => boolean {
  if (http) return (text) => /\bmodel\b["']?\s*[:=,}]/.test(text) && /\b(?:messages|prompt|input|contents)\b["']?\s*[:=,}]/.test(text);
  const listed = [...calls.filter(({ kind }) => SPENDING.has(kind)), ...(templates ?? []), ...(messages ?? [])];
  const names = unique(listed.flatMap(lastNames));
  if (names.includes('')) return () => true;
  const mentioned = new RegExp(`\\b(?:${alternatives(names.map(escaped))})\\b`);
  return (text) => mentioned.test(text);
}

const SPENDING: ReadonlySet<string> = new Set(['llm-call', 'embedding-call', 'model-constructor', 'agent', 'retriever']);

/** What must stand in a file for a method to tell: all words, which are quick to find, and the end of its path. */
interface Telling {
  readonly words: readonly string[];
  /** Compiled when first asked for: there are thousands, and hardly a file asks. */
  readonly called: () => RegExp;
}

function lazyExpression(source: () => string): () => RegExp {
  let compiled: RegExp | undefined;
  return () => {
    compiled ??= new RegExp(source());
    return compiled;
  };
}

/** By the method's name. */
function tellingCalls(family: Family, catalog: readonly Sdk[]): ReadonlyMap<string, readonly Telling[]> {
  const calls = new Map<string, Telling[]>();
  const add = (last: string, one: Telling) => {
    const known = calls.get(last);
    if (known) known.push(one);
    else calls.set(last, [one]);
  };
  if (family === 'python') for (const [last, one] of injectedCalls(catalog)) add(last, one);
  for (const call of catalog.flatMap((sdk) => sdk.calls)) {
    const words =
      call.telling && (Array.isArray(call.telling) ? call.telling : (call.telling as Partial<Record<Family, readonly string[]>>)[family]);
    if (!words || (call.languages && !call.languages.includes(family))) continue;
    for (const path of call.path) {
      const names = path.split('.');
      const called = lazyExpression(() => `(?:\\b|_)${names.slice(-2).map(escaped).join('\\s*(?:\\(\\))?\\s*[?!]?\\.\\s*')}\\s*\\(`);
      const last = path.slice(path.lastIndexOf('.') + 1);
      add(last, { words: [...names, ...words], called });
    }
  }
  return calls;
}

/** `litellm.completion(…)` without an import: a package that is put into the namespace from outside goes by its name. */
function* injectedCalls(catalog: readonly Sdk[]): Generator<readonly [string, Telling]> {
  for (const sdk of catalog) {
    for (const { kind, on, path } of sdk.calls) {
      if ((kind !== 'llm-call' && kind !== 'embedding-call') || (on !== undefined && on !== '' && !(Array.isArray(on) && on.includes(''))))
        continue;
      for (const name of (sdk.packages.python ?? []).filter((one) => /^\w+$/.test(one))) {
        for (const one of path) {
          const called = lazyExpression(() => `\\b${[name, ...one.split('.')].map(escaped).join('\\s*\\.\\s*')}\\s*\\(`);
          yield [one.slice(one.lastIndexOf('.') + 1), { words: [name], called }];
        }
      }
    }
  }
}

/** Without parentheses; empty for a call of the object itself. */
const lastNames = ({ path }: { readonly path: readonly string[] }): string[] =>
  path.map((one) => one.slice(one.lastIndexOf('.') + 1).replace(/\(.*$/, ''));

/** The longest piece of a URL that code must spell out: the host, or where that is open the path. */
function literalOf(url: string): string {
  const [host = '', ...rest] = url.split('/');
  const pieces = host.includes('*') ? [...host.split('*'), ...rest.join('/').split(/\*|\{\w+\}/)] : [host];
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '').replace(/^\/|\/$/g, '');
}

/** Sorted, so that the engine can merge common beginnings. None match nothing. */
const alternatives = (sources: readonly string[]): string => (sources.length === 0 ? '(?!)' : unique(sources).sort().join('|'));

/** A trailing `*` is a wildcard. */
const escaped = (text: string): string => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replace(/\*$/, '[\\w.-]*');

const unique = (list: readonly string[]): string[] => [...new Set(list)];
