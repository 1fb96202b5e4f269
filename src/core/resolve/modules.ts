/** Names and text that come from other files of the project: imports, re-exports, data and prompt files. */
import type { FileFacts, Value } from '../facts/facts.ts';
import { annotatedType } from './annotations.ts';
import { readData } from './data.ts';
import type { Folder } from './fold.ts';
import { type Known, type Place, textOf, through, unknown } from './known.ts';
import type { Trail } from './trail.ts';

export interface Modules {
  /** What an import means: a module, something that it exports, the content of a file, or a package from outside. */
  imported(from: string, specifier: string, name: string, place: Place): Known;
  exported(path: string, name: string, place: Place): Known | undefined;
  /** The interface or alias of this name that a file declares. */
  type(path: string, name: string): Known | undefined;
  /** `pkg.texts` after `import pkg.texts`: a module that stands in the package. */
  submodule(path: string, name: string, place: Place): Known | undefined;
  /** A name that only `import *` or `export *` of the file can have brought in. */
  fromStar(path: string, facts: FileFacts, name: string, place: Place): Known | undefined;
  /** The text of a file of the project, with what it holds where it is data. */
  file(path: string): Known | undefined;
}

/** `npm:openai@4` and `https://esm.sh/openai@4.52.0` are the package `openai`. */
function packageOf(specifier: string): string {
  const bare = /^(?:npm:\/?|jsr:\/?|https:\/\/(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm)\/(?:v\d+\/)?)(.+)$/.exec(
    specifier,
  )?.[1];
  return bare === undefined ? specifier.replace(/^node:/, '') : bare.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]*/, '$1');
}

export function createModules(folder: Folder, trail: Trail): Modules {
  const { program } = folder;

  function imported(from: string, specifier: string, name: string, place: Place): Known {
    const [plain, query] = specifier.split('?') as [string, string | undefined];
    const path = program.resolve(from, plain);
    if (path === undefined) {
      if (name !== '*') {
        const submodule = program.resolve(from, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
        if (submodule !== undefined && program.facts(from)?.language === 'python') return { kind: 'module', path: submodule, place };
      }
      if (specifier.startsWith('.'))
        return unknown(name === '*' || name === 'default' ? specifier : name, 'imported from a file that is not there', place);
      return {
        kind: 'ref',
        root: { kind: 'package', specifier: packageOf(plain), name },
        of: undefined,
        step: undefined,
        place,
      };
    }
    if (query === 'raw' || query === 'text' || !program.facts(path)) {
      const content = file(path);
      if (!content) return unknown(name, 'a file that cannot be read', place);
      const data = query === undefined && content.kind === 'text' && content.source ? content.source : content;
      return name === 'default' || name === '*' ? data : folder.member(data, name, place);
    }
    if (name === '*') return { kind: 'module', path, place };
    const found = exported(path, name, place);
    if (found) return through(found, 'import');
    const sub = program.resolve(from, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
    return sub !== undefined && sub !== path ? { kind: 'module', path: sub, place } : unknown(name, 'not exported there', place);
  }

  function submodule(path: string, name: string, place: Place): Known | undefined {
    const found = /(?:^|\/)__init__\.py$/.test(path) ? program.resolve(path, `.${name}`) : undefined;
    return found === undefined ? undefined : { kind: 'module', path: found, place };
  }

  const following = new Set<string>();
  function exported(path: string, name: string, place: Place): Known | undefined {
    const facts = program.facts(path);
    const key = `${path}\n${name}`;
    if (!facts) return undefined;
    if (following.has(key)) return trail.keep(undefined);
    following.add(key);
    try {
      const value = facts.exports.get(name);
      if (value) {
        const isType = value.kind === 'name' && !facts.scopes[0]?.bindings.has(value.name);
        return (isType ? type(path, value.name) : undefined) ?? folder.fold(path, value);
      }
      if (facts.language === 'python' && facts.scopes[0]?.bindings.has(name)) {
        return folder.fold(path, {
          kind: 'name',
          name,
          scope: 0,
          branch: -1,
          loop: -1,
          start: Number.MAX_SAFE_INTEGER,
          end: Number.MAX_SAFE_INTEGER,
        });
      }
      if (name === 'default' && facts.exports.size > 0 && !facts.exports.has('default') && facts.exports.has('export ='))
        return folder.fold(path, facts.exports.get('export =') as Value);
      return type(path, name) ?? fromStar(path, facts, name, place);
    } finally {
      following.delete(key);
    }
  }

  function type(path: string, name: string): Known | undefined {
    const declared = program.facts(path)?.types.get(name);
    const key = `${path}\ntype ${name}`;
    if (!declared) return undefined;
    if (following.has(key)) return trail.keep(undefined);
    following.add(key);
    try {
      return annotatedType(folder, path, declared);
    } finally {
      following.delete(key);
    }
  }

  function fromStar(path: string, facts: FileFacts, name: string, place: Place): Known | undefined {
    for (const specifier of facts.reexports) {
      const target = program.resolve(path, specifier);
      const found = target === undefined ? undefined : exported(target, name, place);
      if (found) return found;
    }
    const outside = facts.reexports.find((specifier) => program.resolve(path, specifier) === undefined && !specifier.startsWith('.'));
    return outside !== undefined && /^[A-Z]/.test(name)
      ? { kind: 'ref', root: { kind: 'package', specifier: outside, name }, of: undefined, step: undefined, place }
      : undefined;
  }

  function file(path: string): Known | undefined {
    const text = program.text(path);
    if (text === undefined) return undefined;
    const source = readData(path, text);
    return { ...textOf(text, { path, start: 0, end: text.length }, 'import'), ...(source ? { source } : {}) };
  }

  return { imported, exported, type, submodule, fromStar, file };
}
