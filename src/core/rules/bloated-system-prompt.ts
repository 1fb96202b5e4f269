import type { PromptPart } from '../analysis/analysis.ts';
import { count, HOLE, isHole, isRequest, percent, textOf, tokensWith, withPart, withText } from './parts.ts';
import { defineRule, type PricedSite, type RuleContext } from './rule.ts';

export default defineRule({
  id: 'bloated-system-prompt',
  summary: 'Keep the system prompt short: it is sent with every call.',
  why: 'A system prompt is paid for on every call and every step of a loop. Long ones are mostly repetition and rules for cases that never come.',
  category: 'waste',
  severity: 'warning',
  fix: 'none',
  options: {
    limit: { type: 'number', default: 2000, description: 'Tokens of static system prompt above which it is reported.' },
    repeated: { type: 'number', default: 0.2, description: 'Share of repeated lines above which it is reported, from 500 tokens on.' },
  },
  check(priced, cx) {
    if (!isRequest(priced)) return;
    priced.site.parts.forEach((part, at) => {
      if (part.role === 'system') checkPart(priced, cx, at);
    });
  },
});

/** Tokens of a system prompt from which repetition is worth a word. */
const LEAST = 500;

function checkPart(priced: PricedSite, cx: RuleContext, at: number): void {
  const { site, cost } = priced;
  const part = site.parts[at] as PromptPart;
  if ((cost.parts[at]?.tokens.expected ?? 0) < LEAST) return;
  const total = cost.tokens?.input.expected ?? 0;
  // What is put in at run time is not the prompt's own length.
  const tokens = part.pieces.some(isHole)
    ? total - tokensWith(cx, site, withPart(site.parts, at, onlyHoles(part)))
    : (cost.parts[at]?.tokens.expected ?? 0);
  const bare = withoutRepetition(part);
  const repeated = tokens >= LEAST && bare !== part ? (total - tokensWith(cx, site, withPart(site.parts, at, bare))) / tokens : 0;
  const repeats = repeated >= cx.option<number>('repeated');
  const limit = cx.option<number>('limit');
  // Behind a marker it is read from the cache: its author has seen to it.
  if ((tokens <= limit || part.marked) && !repeats) return;
  const better = repeats ? bare : part;
  const short =
    tokens * (1 - (repeats ? repeated : 0)) > limit ? shortened(better, limit / (tokens * (1 - (repeats ? repeated : 0)))) : better;
  cx.report({
    at: part.place,
    message: `System prompt of ${count(tokens)} tokens, ${percent(tokens / Math.max(1, total))} of the input${repeats ? `; ${percent(repeated)} of it repeats what it has said` : ''}.`,
    impact: cx.saving(priced, { parts: withPart(site.parts, at, short) }),
  });
}

const onlyHoles = (part: PromptPart): PromptPart => ({ ...part, pieces: part.pieces.filter(isHole) });

/** The part with a share of its static text. */
const shortened = (part: PromptPart, share: number): PromptPart => ({
  ...part,
  pieces: part.pieces.map((piece) =>
    isHole(piece) ? piece : { ...piece, text: piece.text.slice(0, Math.ceil(piece.text.length * share)) },
  ),
});

/** The part without lines of 20 characters and more that stand in it before; itself when there are none. */
function withoutRepetition(part: PromptPart): PromptPart {
  const seen = new Set<string>();
  const lines = textOf(part.pieces).split('\n');
  const kept = lines.filter((line) => {
    const text = line.trim();
    if (text.length < 20 || text.includes(HOLE)) return true;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return kept.length === lines.length ? part : withText(part, kept.join('\n'));
}
