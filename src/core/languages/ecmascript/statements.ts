/** Statements: what each kind does is lowered elsewhere; the ways out of blocks and loops stand here. */
import type { Value } from '../../facts/facts.ts';
import { lowerIf, lowerSwitch, lowerTry } from './branches.ts';
import { lowerDeclaration } from './declarations.ts';
import type { Draft } from './draft.ts';
import { lowerInner, lowerValue } from './expressions.ts';
import { Kind } from './kind.ts';
import { lowerFor, lowerForEach, lowerWhile } from './loops.ts';
import { lowerExport, lowerImport } from './modules.ts';
import { lowerTypeDeclaration } from './types.ts';

/** Lowers a statement, or an expression that stands as one. True: nothing after it runs in the same block. */
export function lowerStatement(d: Draft, node: number): boolean {
  if (!d.down(node)) return false;
  const leaves = statement(d, node);
  d.up();
  return leaves;
}

/** Lowers the statements of a block in the scope at hand. */
export function lowerBlock(d: Draft, node: number): boolean {
  return lowerFrom(d, d.first(node));
}

/** Lowers a statement and those after it. */
export function lowerFrom(d: Draft, first: number): boolean {
  let leaves = false;
  for (let child = first; child >= 0; child = d.next(child)) leaves = lowerStatement(d, child) || leaves;
  return leaves;
}

function statement(d: Draft, node: number): boolean {
  switch (d.kind(node)) {
    case Kind.statement_block:
      return inScope(d, node, lowerBlock);
    case Kind.lexical_declaration:
    case Kind.variable_declaration:
    case Kind.function_declaration:
    case Kind.generator_function_declaration:
    case Kind.class_declaration:
    case Kind.abstract_class_declaration:
    case Kind.enum_declaration:
    case Kind.internal_module:
    case Kind.module:
    case Kind.ambient_declaration:
      lowerDeclaration(d, node, d.start(node), []);
      return false;
    case Kind.import_statement:
      lowerImport(d, node);
      return false;
    case Kind.export_statement:
      lowerExport(d, node);
      return false;
    case Kind.if_statement:
      return lowerIf(d, node);
    case Kind.switch_statement:
      return lowerSwitch(d, node);
    case Kind.try_statement:
      return lowerTry(d, node);
    case Kind.for_statement:
      return inScope(d, node, lowerFor);
    case Kind.for_in_statement:
      return inScope(d, node, lowerForEach);
    case Kind.while_statement:
    case Kind.do_statement:
      return lowerWhile(d, node);
    case Kind.labeled_statement:
      return labelled(d, node);
    case Kind.break_statement:
      return breakStatement(d, node);
    case Kind.continue_statement:
      return continueStatement(d, node);
    case Kind.return_statement:
      return returnStatement(d, node);
    case Kind.throw_statement:
      lowerInner(d, node);
      d.exit('throw', d.end(node), d.here.caught);
      return true;
    case Kind.with_statement:
    case Kind.ERROR:
      lowerBlock(d, node);
      return false;
    case Kind.type_alias_declaration:
    case Kind.interface_declaration:
      lowerTypeDeclaration(d, node);
      return false;
    case Kind.empty_statement:
    case Kind.function_signature:
    case Kind.import_alias:
      return false;
    default:
      lowerValue(d, node);
      return false;
  }
}

export function inScope(d: Draft, node: number, lower: (d: Draft, node: number) => boolean): boolean {
  const { here } = d;
  d.here = { ...here, scope: d.addScope('block', here.function, d.start(node)) };
  const leaves = lower(d, node);
  d.here = here;
  return leaves;
}

function labelled(d: Draft, node: number): boolean {
  const label = d.first(node);
  const body = d.next(label);
  if (body < 0) return false;
  const { here } = d;
  d.here = { ...here, labels: [...here.labels, { name: d.textOf(label), outside: here.loop }] };
  const leaves = lowerStatement(d, body);
  d.here = here;
  return leaves;
}

const labelOf = (d: Draft, node: number) => {
  const label = d.first(node);
  const name = label < 0 ? undefined : d.textOf(label);
  return name === undefined ? undefined : d.here.labels.findLast((known) => known.name === name);
};

function breakStatement(d: Draft, node: number): boolean {
  const label = labelOf(d, node);
  const { breaks } = d.here;
  if (label) d.exit('break', d.end(node), label.outside);
  else if (breaks >= 0) d.exit('break', d.end(node), d.loops[breaks]?.parent ?? -1);
  return label !== undefined || breaks >= 0;
}

/** `continue` of an outer loop leaves the loops inside it. */
function continueStatement(d: Draft, node: number): boolean {
  const label = labelOf(d, node);
  if (label) {
    let loop = d.here.loop;
    while (loop >= 0 && d.loops[loop]?.parent !== label.outside) loop = d.loops[loop]?.parent ?? -1;
    d.exit('break', d.end(node), loop);
  }
  return true;
}

function returnStatement(d: Draft, node: number): boolean {
  const inner = d.first(node);
  const start = d.start(node);
  const at = d.end(node);
  const value: Value = inner < 0 ? { kind: 'literal', value: null, start, end: at } : lowerValue(d, inner);
  d.functions[d.here.function]?.returns.push({ value, ...d.position(at) });
  d.exit('return', at, -1);
  return true;
}
