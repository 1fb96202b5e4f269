import type { CallSite, Place, PromptPart } from '../analysis/analysis.ts';
import { count, HOLE, isRequest, isText, percent, textOf, tokensWith, withText } from './parts.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'duplicate-prompt-text',
  summary: 'Say things once: not twice in a request, and not in two prompts that drift apart.',
  why: 'A passage that stands in the system prompt and again in a message is paid for twice with every call. Copies of a prompt drift apart, and each has a cache of its own.',
  category: 'waste',
  severity: 'info',
  fix: 'none',
  options: {
    tokens: { type: 'number', default: 100, description: 'Tokens of repeated text from which a request is reported.' },
    copies: {
      type: 'number',
      default: 0.8,
      description: 'Share of two prompts that is alike from which they are reported as drifted copies; 1 for never.',
    },
  },
  check(priced, cx) {
    const { site, cost } = priced;
    if (!isRequest(priced)) return;
    const seen = new Map<string, PromptPart>();
    let repeated: PromptPart | undefined;
    let origin: PromptPart | undefined;
    const parts = site.parts.map((part) => {
      if (!isText(part) || part.role === 'few-shot') return part;
      const own = new Map<string, PromptPart>();
      const kept = passagesOf(part).filter((passage) => {
        const key = passage.trim();
        if (key.length < LEAST || key.includes(HOLE)) return true;
        const before = seen.get(key);
        own.set(key, part);
        // The very same text twice is mostly one message that is seen on two ways.
        if (!before || isSamePlace(before.place, part.place)) return true;
        repeated ??= part;
        origin ??= before;
        return false;
      });
      for (const [key, at] of own) if (!seen.has(key)) seen.set(key, at);
      return part === repeated || kept.length < passagesOf(part).length ? withText(part, kept.join('')) : part;
    });
    if (!repeated || !origin) return;
    const spare = (cost.tokens?.input.expected ?? 0) - tokensWith(cx, site, parts);
    if (spare < cx.option<number>('tokens')) return;
    cx.report({
      at: repeated.place,
      message: `${count(spare)} tokens of this text stand in the same request before.`,
      impact: cx.saving(priced, { parts }),
      related: [{ at: origin.place, message: 'The same text.' }],
    });
  },
  checkAll(sites, cx) {
    const prompts = sites.filter(({ site }) => site.kind === 'prompt' && (site.textChars ?? 0) >= LEAST_COPY);
    for (const { at, of, share } of driftedCopies(prompts.map(({ site }) => longPassagesOf(site)))) {
      const [copy, origin] = [prompts[at], prompts[of]];
      if (!copy || !origin || share < cx.option<number>('copies')) continue;
      cx.report({
        at: copy.site.place,
        message: `${percent(share)} of this prompt is a copy of another one, and the rest has drifted apart.`,
        related: [{ at: origin.site.place, message: 'The other prompt.' }],
        of: copy,
      });
    }
  },
});

/** Characters of a prompt from which a copy matters. */
const LEAST_COPY = 800;
/** A passage that more prompts share is a convention. */
const MOST_SHARING = 8;

/** For each set the earlier one that shares most of it without being the same. */
function driftedCopies(sets: readonly ReadonlySet<string>[]): readonly { at: number; of: number; share: number }[] {
  const holders = new Map<string, number[]>();
  return sets.flatMap((set, at) => {
    const shared = new Map<number, number>();
    for (const passage of set) {
      const others = holders.get(passage);
      if (!others) holders.set(passage, [at]);
      else if (others.length < MOST_SHARING) {
        for (const other of others) shared.set(other, (shared.get(other) ?? 0) + passage.length);
        others.push(at);
      }
    }
    const best = [...shared].sort(([a, n], [b, m]) => m - n || a - b)[0];
    if (!best) return [];
    const [of, alike] = best;
    const longer = Math.max(lengthOf(set), lengthOf(sets[of] as ReadonlySet<string>));
    return alike < longer ? [{ at, of, share: alike / longer }] : [];
  });
}

const lengthOf = (set: ReadonlySet<string>): number => [...set].reduce((sum, passage) => sum + passage.length, 0);

/** Characters of the shortest passage that counts: shorter ones are headings and phrases that recur by nature. */
const LEAST = 40;

const isSamePlace = (a: Place, b: Place): boolean => a.path === b.path && a.start === b.start && a.end === b.end;

const known = new WeakMap<CallSite, ReadonlySet<string>>();

/** The passages of a prompt that count, found once a site. */
function longPassagesOf(site: CallSite): ReadonlySet<string> {
  const found =
    known.get(site) ??
    new Set(
      site.parts
        .flatMap(passagesOf)
        .map((one) => one.trim())
        .filter((one) => one.length >= LEAST),
    );
  known.set(site, found);
  return found;
}

/** Lines and sentences, each with what follows it up to the next. */
const passagesOf = (part: PromptPart): readonly string[] =>
  textOf(part.pieces)
    .match(/[^\n]*?(?:[.!?](?= )|\n|$)/g)
    ?.filter((one) => one !== '') ?? [];
