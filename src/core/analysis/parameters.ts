/** The settings of a call that are numbers or choices: cap, bound of its steps, k, forced tools. */
import type { Matched, Matcher } from '../catalog/match.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Known, staticText } from '../resolve/known.ts';
import type { CallSite, Cap, LoopBound, PromptPart, TopK } from './analysis.ts';
import { wayBack } from './graphs.ts';
import type { Chain } from './slots.ts';

/** The cap of an answer. */
export function capOf(chain: Chain, matcher: Matcher): Cap {
  const { value, applicable, parameter, open, by } = chain.get('outputCap');
  if (!applicable) return { state: 'not-applicable' };
  const name = nameOfParameter(parameter);
  if (!value)
    return open && by === undefined && openOwn(chain, matcher)
      ? { state: 'dynamic', parameter: name ?? 'max_tokens' }
      : { state: 'absent', parameter: name };
  const tokens = numberOf(value);
  if (tokens !== undefined && tokens > 0) return { state: 'set', tokens, parameter: name ?? '', place: value.place };
  if (tokens !== undefined) return { state: 'absent', parameter: name };
  return { state: 'dynamic', parameter: name ?? '', place: value.place };
}

/** An agent's cap is told when there is one; frameworks rarely have a place for it. */
export const givenCap = (chain: Chain, matcher: Matcher): Cap => {
  const cap = capOf(chain, matcher);
  return cap.state === 'set' ? cap : { state: 'not-applicable' };
};

/** The call itself takes arguments that cannot be seen: they may hold a cap. */
const openOwn = (chain: Chain, matcher: Matcher): boolean => {
  const own = chain.links[0];
  return own !== undefined && own.call.slots?.outputCap !== undefined && matcher.slot(own.at, own.call, 'outputCap').open;
};

const nameOfParameter = (parameter: string | number | undefined): string | undefined =>
  typeof parameter === 'string' ? parameter.slice(parameter.lastIndexOf('.') + 1) : parameter === undefined ? undefined : String(parameter);

/** The bound that a framework puts on the steps of this call. */
export function ownBound(matched: Matched, chain: Chain, parts: readonly PromptPart[], folder: Folder, matcher: Matcher): LoopBound {
  const { at, call } = matched;
  const repeating = call.repeats === undefined ? undefined : matcher.read(at, call.repeats, call.options).value;
  if (repeating?.kind === 'flag' && repeating.value === false) return { state: 'none' };
  const { value } = chain.get('steps');
  const steps = value && stepsOf(value, folder, 0);
  if (steps !== undefined)
    return Number.isFinite(steps)
      ? steps <= 1 && matched.call.kind === 'llm-call'
        ? { state: 'none' }
        : { state: 'bounded', steps }
      : { state: 'unbounded' };
  if (value || chain.get('budget').value) return { state: 'dynamic' };
  const fallback = chain.default('steps');
  if (fallback === undefined) return { state: 'none' };
  const graphs = chain.links.flatMap(({ at, call }) => (call.graph ? [wayBack(at, call.graph, folder)] : []));
  if (graphs.includes('none')) return { state: 'none' };
  const repeats = matched.call.kind === 'agent' || matched.call.slots?.tools === undefined || parts.some((part) => part.role === 'tools');
  if (!repeats || fallback === 1) return { state: 'none' };
  return fallback === 'unbounded'
    ? { state: 'unbounded' }
    : { state: 'framework-default', steps: fallback, ...(graphs.includes('unknown') && { maybeLess: true }) };
}

/** `5`, `stepCountIs(5)`, `[stepCountIs(5), hasToolCall('x')]`, `UsageLimits(request_limit=5)`, infinity. */
function stepsOf(known: Known, folder: Folder, depth: number): number | undefined {
  const direct = numberOf(known);
  if (direct !== undefined) return direct;
  if (depth > 3) return undefined;
  if (known.kind === 'list') return known.items.map((item) => stepsOf(item, folder, depth + 1)).find((n) => n !== undefined);
  if (known.kind === 'ref' && known.root.kind === 'global' && /^(Infinity|inf)$/.test(known.root.name)) return Number.POSITIVE_INFINITY;
  if (known.kind === 'ref' && known.step?.kind === 'call') {
    const args = folder.args(known.step.at);
    if (known.of?.root.kind === 'global' && known.of.root.name === 'float') return Number.POSITIVE_INFINITY;
    return [...args.positional, ...args.named.values()].map((one) => numberOf(one)).find((n) => n !== undefined);
  }
  return undefined;
}

/** How many documents a retriever gives. */
export function topKOf(chain: Chain): TopK {
  const { value, open } = chain.get('topK');
  // What callers can change is no fixed k, whatever its default.
  const k = value?.kind === 'choice' ? undefined : numberOf(value);
  const size = chain.default('chunkSize');
  const chunk = size === undefined ? {} : { chunk: size };
  if (k !== undefined && k > 0) return { state: 'set', k, ...chunk };
  if (value) return { state: 'dynamic' };
  const fallback = chain.default('topK');
  return fallback === undefined || open ? { state: 'dynamic' } : { state: 'default', k: fallback, ...chunk };
}

/** A number, also written as text; the default stands for what may be overridden from outside. */
export function numberOf(known: Known | undefined): number | undefined {
  if (known?.kind === 'number') return known.value;
  const text = staticText(known);
  if (text !== undefined && /^\d+$/.test(text.trim())) return Number(text);
  if (known?.kind === 'choice' && known.fallback) return numberOf(known.options.at(-1));
  return undefined;
}

export function toolChoiceOf(matched: Matched, matcher: Matcher): Pick<CallSite, 'toolChoice' | 'forcedTool'> {
  const value = matcher.read(matched.at, ['tool_choice', 'toolChoice', 'toolConfig.toolChoice', 'function_call']).value;
  const fields = value?.kind === 'record' ? value.fields : undefined;
  const text = staticText(value) ?? staticText(fields?.get('type'));
  if (text === 'none' || text === 'auto' || (text === undefined && !fields))
    return { toolChoice: text === 'none' ? 'none' : 'auto', forcedTool: undefined };
  const inner = fields?.get('function') ?? fields?.get('tool');
  const named = inner?.kind === 'record' ? inner.fields.get('name') : (fields?.get('name') ?? fields?.get('toolName'));
  return { toolChoice: 'forced', forcedTool: staticText(named) };
}
