/** Lowers `import` and `from … import`, wherever they stand. */
import type { Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { Kind } from './kinds.ts';

/** `import a.b` binds `a` to the package; `import a.b as c` binds `c` to the module itself. */
export function importModules(b: Builder, node: number): void {
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (b.kind(child) === Kind.aliased_import) {
      const module = b.first(child);
      const alias = b.last(child);
      if (module >= 0 && alias !== module) bind(b, node, child, b.textOf(alias), dotted(b, module), '*');
    } else if (b.kind(child) === Kind.dotted_name) {
      const top = dotted(b, child).split('.')[0] ?? '';
      bind(b, node, child, top, top, '*');
    }
  }
}

export function importFrom(b: Builder, node: number): void {
  const module = b.first(node);
  if (module < 0) return;
  const specifier = dotted(b, module);
  for (let child = b.next(module); child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.wildcard_import) b.reexports.push(specifier);
    else if (kind === Kind.dotted_name) bind(b, node, child, dotted(b, child), specifier, dotted(b, child));
    else if (kind === Kind.aliased_import) {
      const name = b.first(child);
      const alias = b.last(child);
      if (name >= 0) bind(b, node, child, b.textOf(alias), specifier, dotted(b, name));
    }
  }
}

const dotted = (b: Builder, node: number) => b.textOf(node).replace(/\s+/g, '');

function bind(b: Builder, statement: number, node: number, as: string, specifier: string, name: string): void {
  if (as === '') return;
  const value: Value = { kind: 'imported', specifier, name, start: b.start(node), end: b.end(node) };
  b.write(b.scopeOf(as), as, { how: 'import', value, ...b.position(b.end(statement)) });
}
