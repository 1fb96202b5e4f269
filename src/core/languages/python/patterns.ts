/** Lowers the patterns of `case`: the names they bind, and the condition where it is a plain comparison. */
import type { Value } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';
import { value } from './expressions.ts';
import { Kind } from './kinds.ts';

/** The condition of one `case`; names that it captures are written at its end. */
export function patternTest(b: Builder, clause: number, subject: Value): Value | undefined {
  let test: Value | undefined;
  let patterns = 0;
  for (let child = b.first(clause); child >= 0; child = b.next(child)) {
    const kind = b.kind(child);
    if (kind === Kind.case_pattern) {
      patterns++;
      test = compared(b, child, subject);
      captures(b, child, subject, b.end(child));
    } else if (kind === Kind.if_clause) {
      const condition = b.first(child);
      const guard = condition < 0 ? undefined : value(b, condition);
      if (guard) test = test ? { kind: 'fallback', operator: 'and', first: test, second: guard, start: test.start, end: guard.end } : guard;
    }
  }
  return patterns > 1 ? undefined : test;
}

/** `case 'a'` and `case Color.red` compare; other patterns take the subject apart. */
function compared(b: Builder, pattern: number, subject: Value): Value | undefined {
  const node = b.first(pattern);
  if (node < 0) return undefined;
  const range = { start: b.start(pattern), end: b.end(pattern) };
  switch (b.kind(node)) {
    case Kind.string:
    case Kind.concatenated_string:
    case Kind.integer:
    case Kind.float:
    case Kind.true:
    case Kind.false:
    case Kind.none:
      return b.next(node) < 0 ? { kind: 'operation', operator: '==', left: subject, right: value(b, node), ...range } : undefined;
    case Kind.dotted_name: {
      const right = path(b, node);
      return right.kind === 'member' ? { kind: 'operation', operator: '==', left: subject, right, ...range } : undefined;
    }
    default:
      return undefined;
  }
}

function path(b: Builder, node: number): Value {
  let of: Value | undefined;
  for (let name = b.first(node); name >= 0; name = b.next(name)) {
    of = of ? { kind: 'member', of, name: b.textOf(name), start: b.start(node), end: b.end(name) } : value(b, name);
  }
  return of ?? b.unknown(node, 'syntax');
}

/** Writes the names bound anywhere in a pattern; only a bare name is the subject itself. */
function captures(b: Builder, node: number, given: Value, at: number): void {
  if (!b.down(node)) return;
  const kind = b.kind(node);
  const called = kind === Kind.class_pattern || kind === Kind.keyword_pattern ? b.first(node) : -1;
  for (let child = b.first(node); child >= 0; child = b.next(child)) {
    if (child === called) continue;
    const childKind = b.kind(child);
    if (childKind === Kind.identifier || (childKind === Kind.dotted_name && !b.textOf(child).includes('.'))) {
      const name = b.textOf(child);
      const whole = kind === Kind.case_pattern && b.kind(b.syntax.parent[node] as number) === Kind.case_clause;
      if (name !== '_')
        b.write(b.scopeOf(name), name, { how: 'assign', value: whole ? given : b.unknown(child, 'runtime'), ...b.position(at) });
    } else if (childKind !== Kind.dotted_name) captures(b, child, given, at);
  }
  b.up();
}
