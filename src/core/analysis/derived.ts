/** Whether a value is made of what a call answered, as far as the variables of its file tell. */
import type { Call, FileFacts, Value } from '../facts/facts.ts';
import { bindingOf } from '../resolve/names.ts';

export function comesFrom(facts: FileFacts, value: Value, call: Call, seen: ReadonlySet<string> = new Set()): boolean {
  const any = (values: readonly Value[]): boolean => values.some((one) => comesFrom(facts, one, call, seen));
  switch (value.kind) {
    case 'name': {
      const key = `${value.scope}:${value.name}`;
      if (seen.has(key)) return false;
      const more = new Set([...seen, key]);
      return (bindingOf(facts, value.name, value.scope)?.binding.writes ?? []).some(
        (write) => write.how !== 'import' && write.how !== 'function' && write.how !== 'class' && comesFrom(facts, write.value, call, more),
      );
    }
    case 'call': {
      const made = facts.calls[value.call];
      if (!made || made === call) return made === call;
      return any([...(made.callee.kind === 'member' ? [made.callee.of] : []), ...made.args.map((arg) => arg.value)]);
    }
    case 'member':
    case 'element':
    case 'slice':
      return any([value.of]);
    case 'index':
      return any([value.of, value.key]);
    case 'template':
      return any(value.parts);
    case 'list':
      return any(value.items);
    case 'record':
      return any(value.fields.map((field) => field.value));
    case 'spread':
    case 'unary':
      return any([value.value]);
    case 'operation':
      return any([value.left, value.right]);
    case 'fallback':
      return any([value.first, value.second]);
    case 'choice':
      return any([...value.options]);
    case 'each':
      return any([value.over, value.body]);
    default:
      return false;
  }
}
