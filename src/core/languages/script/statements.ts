/** Statements: declarations, branches, loops, exits, imports and exports. */
import type { Branch, Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { lowerClass, lowerEnum, lowerFunction, propertyName } from './definitions.ts';
import { children, lower, lowerFor, name } from './expressions.ts';
import { Kind } from './kind.ts';
import { stringValue } from './literals.ts';
import { assign } from './patterns.ts';
import { lowerType } from './types.ts';

/** Lowers the statements of a block, in a scope of its own when `scoped`. */
export function lowerBlock(b: Builder, node: number, scoped = true): void {
  const all = () => {
    const statements = b.syntax.children(node);
    // Functions and classes are known before the statements above them run.
    for (const statement of statements) lowerStatement(b, statement);
  };
  if (scoped) b.within({ scope: b.addScope('block', b.scope, b.function) }, all);
  else all();
}

export function lowerStatement(b: Builder, node: number): void {
  if (!b.down(node)) return;
  lowerInner(b, node);
  b.up();
}

function lowerInner(b: Builder, node: number): void {
  const first = b.first(node);
  const range = { start: b.start(node), end: b.end(node) };
  switch (b.kind(node)) {
    case Kind.statement_block:
    case Kind.class_static_block:
      lowerBlock(b, node);
      return;
    case Kind.internal_module:
    case Kind.module:
    case Kind.ambient_declaration:
    case Kind.labeled_statement:
    case Kind.finally_clause:
    case Kind.with_statement:
    case Kind.ERROR:
      for (const child of b.syntax.children(node)) lowerStatement(b, child);
      return;
    case Kind.lexical_declaration:
      for (const child of children(b, node)) declarator(b, child, b.scope);
      return;
    case Kind.variable_declaration:
      for (const child of children(b, node)) declarator(b, child, b.functionScope());
      return;
    case Kind.function_declaration:
    case Kind.generator_function_declaration: {
      const fn = lowerFunction(b, node, '');
      const own = b.functions[fn]?.name ?? '';
      if (own !== '') b.write(b.scope, own, { how: 'function', value: { kind: 'function', function: fn, ...range }, ...b.position(range.end) });
      return;
    }
    case Kind.class_declaration:
    case Kind.abstract_class_declaration: {
      const index = lowerClass(b, node, '');
      const own = b.classes[index]?.name ?? '';
      if (own !== '') b.write(b.scope, own, { how: 'class', value: { kind: 'class', class: index, ...range }, ...b.position(range.end) });
      return;
    }
    case Kind.enum_declaration: {
      const own = b.child(node, Kind.identifier);
      const value = lowerEnum(b, node);
      if (own >= 0) b.write(b.scope, b.textOf(own), { how: 'assign', value, ...b.position(range.end) });
      return;
    }
    case Kind.if_statement:
      lowerIf(b, node);
      return;
    case Kind.switch_statement:
      lowerSwitch(b, node);
      return;
    case Kind.try_statement:
      lowerTry(b, node);
      return;
    case Kind.while_statement:
    case Kind.do_statement:
    case Kind.for_statement:
    case Kind.for_in_statement:
      lowerLoop(b, node);
      return;
    case Kind.return_statement: {
      const value: Value = first >= 0 ? lowerFor(b, first, '') : { kind: 'literal', value: null, ...range };
      b.functions[b.function]?.returns.push({ value, ...b.position(range.end) });
      b.addExit('return', range.end);
      return;
    }
    case Kind.throw_statement:
      if (first >= 0) lower(b, first);
      b.addExit('throw', range.end);
      return;
    case Kind.break_statement:
      if (!isInSwitch(b, node)) b.addExit('break', range.end);
      return;
    case Kind.import_statement:
    case Kind.import_alias:
      lowerImport(b, node);
      return;
    case Kind.export_statement:
      lowerExport(b, node);
      return;
    case Kind.continue_statement:
    case Kind.empty_statement:
    case Kind.statement_identifier:
    case Kind.interface_declaration:
    case Kind.type_alias_declaration:
    case Kind.function_signature:
      return;
    default:
      b.receiver = '';
      exportsOf(b, node, lower(b, node));
  }
}

/** A `break` that leaves a `switch` and no loop. */
function isInSwitch(b: Builder, node: number): boolean {
  for (let parent = b.syntax.parent[node] as number; parent > 0; parent = b.syntax.parent[parent] as number) {
    const kind = b.kind(parent);
    if (kind === Kind.switch_body) return b.first(node) < 0;
    if (kind === Kind.while_statement || kind === Kind.do_statement || kind === Kind.for_statement || kind === Kind.for_in_statement) return false;
  }
  return false;
}

function declarator(b: Builder, node: number, scope: number): void {
  if (b.kind(node) !== Kind.variable_declarator) {
    lower(b, node);
    return;
  }
  const parts = children(b, node);
  const [target = -1] = parts;
  const type = parts.find((part) => b.kind(part) === Kind.type_annotation);
  const last = parts.at(-1) ?? -1;
  const cast = type === undefined && last !== target && (b.kind(last) === Kind.as_expression || b.kind(last) === Kind.satisfies_expression) ? b.last(last) : -1;
  const annotation = type !== undefined ? lowerType(b, b.first(type)) : cast >= 0 && cast !== b.first(last) ? lowerType(b, cast) : undefined;
  const has = last !== target && last !== type;
  const own = target >= 0 && b.kind(target) === Kind.identifier ? b.textOf(target) : '';
  const value: Value = has ? lowerFor(b, last, own) : b.unknown(node, 'runtime');
  assign(b, target, value, b.end(node), { how: has ? 'assign' : 'declare', ...(annotation ? { annotation } : {}) }, scope);
}

// ── branches ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function arm(b: Builder, branch: Omit<Branch, 'parent'>, lowerBody: () => void): void {
  const index = b.addBranch(branch);
  b.within({ branch: index }, lowerBody);
}

function lowerIf(b: Builder, node: number): void {
  const statement = b.start(node);
  const [condition = -1, consequence = -1, otherwise] = children(b, node);
  const test = lower(b, condition);
  const exhaustive = otherwise !== undefined;
  arm(b, { kind: 'if', statement, arm: 0, exhaustive, test, leaves: leaves(b, consequence) }, () => lowerStatement(b, consequence));
  if (otherwise === undefined) return;
  const body = b.first(otherwise);
  arm(b, { kind: 'if', statement, arm: 1, exhaustive, leaves: leaves(b, body) }, () => lowerStatement(b, body));
}

/** The last statement leaves the block. */
function leaves(b: Builder, node: number): boolean {
  if (node < 0) return false;
  const kind = b.kind(node);
  if (kind === Kind.statement_block) return leaves(b, b.last(node));
  return kind === Kind.return_statement || kind === Kind.throw_statement || kind === Kind.break_statement || kind === Kind.continue_statement;
}

function lowerSwitch(b: Builder, node: number): void {
  const [subject = -1, body = -1] = children(b, node);
  lower(b, subject);
  if (body < 0) return;
  const cases = children(b, body);
  const exhaustive = cases.some((one) => b.kind(one) === Kind.switch_default);
  const scope = b.addScope('block', b.scope, b.function);
  cases.forEach((one, i) => {
    const parts = children(b, one);
    const isCase = b.kind(one) === Kind.switch_case;
    const test = isCase && parts[0] !== undefined ? lower(b, parts[0]) : undefined;
    const statements = isCase ? parts.slice(1) : parts;
    const last = statements.at(-1) ?? -1;
    const leaving = last >= 0 && (b.kind(last) === Kind.return_statement || b.kind(last) === Kind.throw_statement);
    arm(b, { kind: 'switch', statement: b.start(node), arm: i, exhaustive, ...(test ? { test } : {}), leaves: leaving }, () =>
      b.within({ scope }, () => statements.forEach((statement) => lowerStatement(b, statement))),
    );
  });
}

function lowerTry(b: Builder, node: number): void {
  for (const part of children(b, node)) {
    if (b.kind(part) !== Kind.catch_clause) {
      lowerStatement(b, part);
      continue;
    }
    const body = b.last(part);
    arm(b, { kind: 'catch', statement: b.start(node), arm: 0, exhaustive: false, leaves: leaves(b, body) }, () => {
      const scope = b.addScope('block', b.scope, b.function);
      b.within({ scope }, () => {
        const parameter = b.first(part);
        if (parameter !== body) assign(b, parameter, b.unknown(parameter, 'runtime'), b.start(body), { how: 'catch' }, scope);
        lowerBlock(b, body, false);
      });
    });
  }
}

// ── loops ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function lowerLoop(b: Builder, node: number): void {
  const parts = children(b, node);
  const kind = b.kind(node);
  const scope = b.addScope('block', b.scope, b.function);
  const index = b.loops.length;
  const body = kind === Kind.do_statement ? (parts[0] ?? -1) : (parts.at(-1) ?? -1);
  const loop = {
    kind: kind === Kind.while_statement ? ('while' as const) : kind === Kind.do_statement ? ('do' as const) : kind === Kind.for_statement ? ('count' as const) : ('each' as const),
    parent: b.loop, function: b.function, variables: [] as string[], exits: [], start: b.start(node), end: b.end(node),
  };
  b.loops.push(loop);
  const open = b.loops[index] as typeof loop & { test?: Value; over?: Value };
  const inBody = (run: () => void) => {
    const branch = b.addBranch({ kind: 'loop', statement: b.start(node), arm: 0, exhaustive: kind === Kind.do_statement, leaves: false });
    b.within({ loop: index, branch }, run);
  };
  b.within({ scope }, () => {
    if (kind === Kind.while_statement || kind === Kind.do_statement) {
      const condition = kind === Kind.while_statement ? (parts[0] ?? -1) : (parts.at(-1) ?? -1);
      b.within({ loop: index }, () => {
        const test = lower(b, condition);
        if (!(test.kind === 'literal' && test.value === true) && !(test.kind === 'number' && test.value === 1)) open.test = test;
      });
      inBody(() => lowerStatement(b, body));
      return;
    }
    if (kind === Kind.for_statement) {
      const [init = -1, condition = -1] = parts;
      if (init >= 0 && init !== body) {
        lowerStatement(b, init);
        open.variables = [...(b.scopes[scope]?.bindings.keys() ?? [])];
      }
      b.within({ loop: index }, () => {
        if (condition >= 0 && condition !== body && b.kind(condition) !== Kind.empty_statement) open.test = lower(b, condition);
        for (const update of parts.slice(2, -1)) lower(b, update);
      });
      inBody(() => lowerStatement(b, body));
      return;
    }
    const right = parts.at(-2) ?? -1;
    const left = parts[0] ?? -1;
    const over = lower(b, right);
    open.over = over;
    const isDeclared = /^for\s*(await)?\s*\(\s*(const|let|var)\b/.test(b.text.slice(b.start(node), b.start(node) + 40));
    inBody(() => {
      const at = b.start(body);
      const own = left >= 0 && b.kind(left) === Kind.identifier;
      if (own) assign(b, left, over, at, { how: 'loop' }, isDeclared ? scope : -1);
      else if (left >= 0 && left !== right) assign(b, left, { kind: 'element', of: over, start: b.start(left), end: b.end(left) }, at, { how: 'assign' }, isDeclared ? scope : -1);
      open.variables = own ? [b.textOf(left)] : [...(b.scopes[scope]?.bindings.keys() ?? [])];
      lowerStatement(b, body);
    });
  });
}

// ── modules ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function lowerImport(b: Builder, node: number): void {
  const range = { start: b.start(node), end: b.end(node) };
  if (/^import\s+type\b(?!\s*(,|from\b))/.test(b.textOf(node))) {
    importNames(b, node, range);
    return;
  }
  importNames(b, node, range);
}

/** Types are bound as well: an annotation names the class of what it annotates. */
function importNames(b: Builder, node: number, range: { start: number; end: number }): void {
  const parts = children(b, node);
  const require = parts.find((part) => b.kind(part) === Kind.import_require_clause);
  const source = parts.find((part) => b.kind(part) === Kind.string) ?? (require === undefined ? -1 : b.child(require, Kind.string));
  if (source < 0) return;
  const specifier = stringValue(b.textOf(source));
  const bind = (local: string, name: string) => b.write(b.scope, local, { how: 'import', value: { kind: 'imported', specifier, name, ...range }, ...b.position(range.end) });
  for (const part of parts) {
    switch (b.kind(part)) {
      case Kind.identifier:
        bind(b.textOf(part), 'default');
        break;
      case Kind.namespace_import:
        bind(b.textOf(b.first(part)), '*');
        break;
      case Kind.import_specifier: {
        const [original = -1, alias = original] = children(b, part);
        if (original >= 0) bind(b.textOf(alias), b.kind(original) === Kind.string ? stringValue(b.textOf(original)) : b.textOf(original));
        break;
      }
      case Kind.import_require_clause: {
        const local = b.child(part, Kind.identifier);
        if (local >= 0) bind(b.textOf(local), '*');
        break;
      }
    }
  }
}

function lowerExport(b: Builder, node: number): void {
  const parts = children(b, node);
  const range = { start: b.start(node), end: b.end(node) };
  const source = parts.find((part) => b.kind(part) === Kind.string && b.start(part) > b.start(parts[0] ?? node) - 1 && /from\s*$/.test(b.text.slice(range.start, b.start(part))));
  const specifier = source === undefined ? undefined : stringValue(b.textOf(source));
  const isDefault = /^export\s+default\b/.test(b.text.slice(range.start, range.start + 30));
  const isAll = specifier !== undefined && /^export\s*\*/.test(b.text.slice(range.start, range.start + 20));
  if (isAll && !parts.some((part) => b.kind(part) === Kind.namespace_export)) b.reexports.push(specifier);
  for (const part of parts) {
    switch (b.kind(part)) {
      case Kind.decorator:
        lower(b, b.first(part));
        break;
      case Kind.string:
        if (part !== source && isDefault) b.exports.set('default', lower(b, part));
        break;
      case Kind.namespace_export:
        b.exports.set(b.textOf(b.first(part)), { kind: 'imported', specifier: specifier ?? '', name: '*', ...range });
        break;
      case Kind.export_specifier: {
        const [local = -1, alias = local] = children(b, part);
        if (local < 0) break;
        const exported = String(propertyName(b, alias));
        b.exports.set(exported, specifier === undefined ? use(b, b.textOf(local)) : { kind: 'imported', specifier, name: b.textOf(local), ...range });
        break;
      }
      default: {
        const before = new Set(b.scopes[b.scope]?.bindings.keys());
        const kind = b.kind(part);
        const declares = kind === Kind.function_declaration || kind === Kind.generator_function_declaration || kind === Kind.class_declaration || kind === Kind.abstract_class_declaration || kind === Kind.lexical_declaration || kind === Kind.variable_declaration || kind === Kind.enum_declaration;
        if (!declares) {
          if (isDefault) b.exports.set('default', lowerFor(b, part, 'default'));
          else lowerStatement(b, part);
          break;
        }
        lowerStatement(b, part);
        const added = [...(b.scopes[b.scope]?.bindings.keys() ?? [])].filter((one) => !before.has(one));
        if (isDefault) {
          const own = added[0];
          const fn = b.functions.findLastIndex((one) => one.start === b.start(part));
          b.exports.set('default', own !== undefined ? use(b, own) : fn >= 0 ? { kind: 'function', function: fn, ...range } : b.unknown(part, 'runtime'));
        } else for (const own of added) b.exports.set(own, use(b, own));
      }
    }
  }
}

/** The value of a name when the whole module has run. */
const use = (b: Builder, text: string): Value => name(b, text, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** `module.exports = …`, `exports.x = …`. */
function exportsOf(b: Builder, node: number, value: Value): void {
  if (b.kind(node) !== Kind.assignment_expression || b.function >= 0) return;
  const store = b.stores.at(-1);
  if (!store || store.end > b.end(node) || store.start < b.start(node) || typeof store.key !== 'string') return;
  const { target, key } = store;
  const isModule = target.kind === 'name' && target.name === 'module' && key === 'exports';
  const isMember = (target.kind === 'name' && target.name === 'exports') || (target.kind === 'member' && target.name === 'exports');
  if (isMember) b.exports.set(key, value);
  if (!isModule) return;
  b.exports.set('default', value);
  if (value.kind !== 'record') return;
  for (const field of value.fields) if (!('kind' in field) && typeof field.key === 'string') b.exports.set(field.key, field.value);
}
