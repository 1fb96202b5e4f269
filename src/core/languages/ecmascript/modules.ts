/** Imports and exports, of both module systems where they are statements. */
import type { Value } from '../../facts/facts.ts';
import { between } from './comments.ts';
import { lowerDeclared } from './declarations.ts';
import type { Draft } from './draft.ts';
import { lowerInner, lowerNamed } from './expressions.ts';
import { Kind } from './kind.ts';
import { stringValue } from './literals.ts';
import { lowerTypeDeclaration } from './types.ts';

/** Type-only imports bind their names too: annotations refer to them. */
export function lowerImport(d: Draft, node: number): void {
  const specifier = specifierIn(d, node);
  if (specifier === undefined) return;
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const name = d.first(child);
    switch (d.kind(child)) {
      case Kind.identifier:
        bindImport(d, child, specifier, 'default');
        break;
      case Kind.import_specifier:
        if (name >= 0) bindImport(d, lastChild(d, child), specifier, nameAt(d, name));
        break;
      case Kind.namespace_import:
      case Kind.import_require_clause:
        if (name >= 0) bindImport(d, name, specifier, '*');
    }
  }
}

/** The module named by an import or export statement. */
function specifierIn(d: Draft, node: number): string | undefined {
  for (let child = d.first(node); child >= 0; child = d.next(child)) {
    const kind = d.kind(child);
    if (kind === Kind.string) return stringValue(d.textOf(child));
    if (kind === Kind.import_require_clause) return specifierIn(d, child);
  }
  return undefined;
}

function bindImport(d: Draft, node: number, specifier: string, name: string): void {
  const value: Value = { kind: 'imported', specifier, name, start: d.start(node), end: d.end(node) };
  d.declare(d.here.scope, d.textOf(node), { how: 'import', value, ...d.position(d.hoistedTo()) });
}

export function lowerExport(d: Draft, node: number): void {
  const decorators: Value[] = [];
  let first = d.first(node);
  for (; first >= 0 && d.kind(first) === Kind.decorator; first = d.next(first)) decorators.push(lowerInner(d, first));
  const head = between(d.text, d.start(node), first < 0 ? d.end(node) : d.start(first));
  const isDefault = /\bexport\s+default\b/.test(head);
  const specifier = first < 0 || isDefault ? undefined : specifierIn(d, node);
  switch (first < 0 ? Kind.export_specifier : d.kind(first)) {
    case Kind.export_specifier:
      for (let child = first; child >= 0; child = d.next(child))
        if (d.kind(child) === Kind.export_specifier) exportName(d, child, specifier);
      return;
    case Kind.namespace_export:
      if (specifier !== undefined)
        d.export(nameAt(d, lastChild(d, first)), { kind: 'imported', specifier, name: '*', start: d.start(first), end: d.end(first) });
      return;
    case Kind.lexical_declaration:
    case Kind.variable_declaration:
    case Kind.function_declaration:
    case Kind.generator_function_declaration:
    case Kind.class_declaration:
    case Kind.abstract_class_declaration:
    case Kind.enum_declaration:
    case Kind.internal_module:
    case Kind.ambient_declaration: {
      const names = lowerDeclared(d, first, d.start(node), decorators);
      if (d.here.scope === 0) for (const name of names) d.export(isDefault ? 'default' : name, name);
      return;
    }
    case Kind.type_alias_declaration:
    case Kind.interface_declaration:
      lowerTypeDeclaration(d, first);
      return;
    case Kind.function_signature:
    case Kind.import_alias:
      return;
  }
  if (specifier !== undefined && !isDefault) {
    if (head.includes('*')) d.reexports.push(specifier);
  } else if (isDefault || head.endsWith('=')) {
    d.export(isDefault ? 'default' : 'export =', lowerNamed(d, first, '', d.start(node)));
  }
}

function exportName(d: Draft, node: number, specifier: string | undefined): void {
  const own = d.first(node);
  if (own < 0) return;
  const start = d.start(node);
  const end = d.end(node);
  const name = nameAt(d, own);
  const value: Value | string = specifier === undefined ? name : { kind: 'imported', specifier, name, start, end };
  d.export(nameAt(d, lastChild(d, node)), value);
}

/** Names of a module may be written as strings. */
function nameAt(d: Draft, node: number): string {
  return d.kind(node) === Kind.string ? stringValue(d.textOf(node)) : d.textOf(node);
}

function lastChild(d: Draft, node: number): number {
  return d.children(node).at(-1) ?? node;
}
