/** Writes a value to what stands on the left of an assignment: names, attributes, elements, and patterns of these. */
import type { Value, Write } from '../../facts/facts.ts';
import type { Builder } from './builder.ts';

/** `target` is the left side, lowered like an expression. `at`: from where on the write holds. */
export function assign(b: Builder, target: Value, value: Value, how: Write['how'], at: number, annotation?: Value): void {
  const { start } = target;
  const noted = annotation && { annotation };
  switch (target.kind) {
    case 'name':
      b.write(b.scopeOf(target.name), target.name, { how, value, ...noted, ...b.position(at) });
      break;
    case 'self':
      b.write(b.scope, b.selfName, { how, value, ...b.position(at) });
      break;
    case 'member':
      b.stores.push({ target: target.of, key: target.name, value, how: 'assign', ...noted, start, end: at, ...b.position(at) });
      break;
    case 'index':
      b.stores.push({ target: target.of, key: target.key, value, how: 'assign', ...noted, start, end: at, ...b.position(at) });
      break;
    case 'list': {
      const starred = target.items.findIndex((item) => item.kind === 'spread');
      target.items.forEach((item, position) => {
        const range = { start: item.start, end: item.end };
        // Positions after `*rest` depend on the length of the collection.
        const known = starred < 0 || position < starred;
        if (item.kind === 'spread') {
          const from: Value = { kind: 'number', value: position, ...range };
          assign(b, item.value, { kind: 'slice', of: value, from, ...range }, how, at);
        } else assign(b, item, { kind: 'element', of: value, ...(known && { position }), ...range }, how, at);
      });
      break;
    }
    default:
  }
}

/** The names that a target binds. */
export function namesIn(target: Value): string[] {
  if (target.kind === 'name') return [target.name];
  if (target.kind === 'list') return target.items.flatMap(namesIn);
  return target.kind === 'spread' ? namesIn(target.value) : [];
}
