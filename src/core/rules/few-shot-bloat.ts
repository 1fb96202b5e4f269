import type { PromptPart } from '../analysis/analysis.ts';
import type { Range } from '../text/range.ts';
import { count, isRequest, isText, percent, textOf, tokensWith, withPart, withText } from './parts.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';

export default defineRule({
  id: 'few-shot-bloat',
  summary: 'Keep the examples of a prompt few: each is sent with every call.',
  why: 'Examples are input of every request. Quality gains from the first few; the rest repeat what these have shown.',
  category: 'waste',
  severity: 'info',
  fix: 'none',
  options: {
    examples: { type: 'number', default: 5, description: 'Examples that a prompt may have.' },
    tokens: { type: 'number', default: 800, description: 'Tokens of all its examples from which more of them are reported.' },
  },
  check(priced, cx) {
    if (!isRequest(priced)) return;
    exchanges(priced, cx);
    priced.site.parts.forEach((part, at) => {
      if (isText(part) && !isExample(part)) examplesInText(priced, cx, at);
    });
  },
});

const isExample = ({ role }: PromptPart): boolean => role === 'few-shot';

/** Examples as messages: pairs of a question and an answer. */
function exchanges(priced: PricedSite, cx: RuleContext): void {
  const { parts } = priced.site;
  const messages = parts.filter(isExample);
  const [first] = messages;
  const limit = cx.option<number>('examples');
  if (!first || messages.length <= 2 * limit) return;
  const none = parts.filter((part) => !isExample(part));
  const kept = new Set(messages.slice(0, 2 * limit));
  report(
    priced,
    cx,
    first,
    Math.ceil(messages.length / 2),
    none,
    parts.filter((part) => !isExample(part) || kept.has(part)),
  );
}

/** Examples as blocks of one text. */
function examplesInText(priced: PricedSite, cx: RuleContext, at: number): void {
  const { parts } = priced.site;
  const part = parts[at] as PromptPart;
  const text = textOf(part.pieces);
  const limit = cx.option<number>('examples');
  const examples = examplesIn(text);
  if (examples.length <= limit) return;
  const without = (removed: readonly Range[]) => withPart(parts, at, withText(part, cut(text, removed)));
  report(priced, cx, part, examples.length, without(examples), without(examples.slice(limit)));
}

/** `<example>…</example>`, or else sections headed `Example 3`, each up to the next heading. */
function examplesIn(text: string): readonly Range[] {
  const tagged = tagsIn(text);
  if (tagged.length > 0) return tagged;
  const headings = [...text.matchAll(/^(?:#|[#* \t]*Example[ \t]*#?\d)[^\n]*$/gim)];
  return headings.flatMap((heading, i): Range[] => {
    const end = headings[i + 1]?.index ?? text.length;
    return /Example[ \t]*#?\d/i.test(heading[0]) ? [{ start: heading.index, end }] : [];
  });
}

function tagsIn(text: string): readonly Range[] {
  const found: Range[] = [];
  for (const { index } of text.matchAll(/<example[_\d]*[ >]/gi)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const end = text.indexOf('</example', index);
    if (end < 0) break;
    found.push({ start: index, end });
  }
  return found;
}

/** The text without these ranges, which stand in order. */
function cut(text: string, ranges: readonly Range[]): string {
  let from = 0;
  const kept: string[] = [];
  for (const { start, end } of ranges) {
    kept.push(text.slice(from, start));
    from = end;
  }
  return kept.join('') + text.slice(from);
}

function report(
  priced: PricedSite,
  cx: RuleContext,
  at: PromptPart,
  examples: number,
  none: readonly PromptPart[],
  kept: readonly PromptPart[],
): void {
  const total = priced.cost.tokens?.input.expected ?? 0;
  const tokens = total - tokensWith(cx, priced.site, none);
  if (tokens < cx.option<number>('tokens')) return;
  cx.report({
    at: at.place,
    message: `${examples} examples of ${count(tokens)} tokens, ${percent(tokens / Math.max(1, total))} of the input, go with every call.`,
    impact: cx.saving(priced, { parts: kept }),
  });
}
