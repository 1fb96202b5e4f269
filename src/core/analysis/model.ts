/** Which model a site calls: followed through constants, environment defaults, aliases and model objects; unknown stays unknown. */
import type { Matcher } from '../catalog/match.ts';
import { type Known, type Piece, type Place, staticText } from '../resolve/known.ts';
import type { Model } from './analysis.ts';
import type { Chain } from './slots.ts';

export interface FoundModel {
  readonly model: Model | undefined;
  readonly others: readonly string[];
  /** Where the model object comes from, when it is one. */
  readonly provider: string | undefined;
  /** Where its name is written. */
  readonly place?: Place;
  /** Why it is not known: the name in the code of what decides. */
  readonly unknown: string | undefined;
}

const NONE: FoundModel = { model: undefined, others: [], provider: undefined, unknown: undefined };

/** `aliases`: `env:NAME`, `azure:deployment` or a name → model id, from the configuration. `embeds`: the site makes embeddings. */
export function findModel(chain: Chain, matcher: Matcher, aliases: Readonly<Record<string, string>>, embeds: boolean): FoundModel {
  let unknownName: string | undefined;
  let provider: string | undefined;
  for (const link of chain.links) {
    provider ??= link.call.provider;
    if (link.call.slots?.model === undefined) continue;
    const { value, open } = matcher.slot(link.at, link.call, 'model');
    if (!value) {
      if (open) unknownName ??= 'arguments passed on';
      continue;
    }
    const found = readModel(value, matcher, aliases, 0);
    // An index has a model for its embeddings besides the one that answers.
    if (found.model && link !== chain.links[0] && isEmbeddingModel(found.model.id) !== embeds) continue;
    if (found.model) return { ...found, provider: found.provider ?? link.call.provider };
    unknownName ??= found.unknown;
    // A model object that says no model by itself still has links of its own further on.
    if (value.kind === 'text') return { ...found, unknown: unknownName };
  }
  if (unknownName === undefined) {
    const fixed = chain.default('model');
    if (fixed !== undefined) return { ...NONE, model: { id: fixed, via: 'provider-default' } };
  }
  return { ...NONE, provider, unknown: unknownName };
}

/** By its name. */
export const isEmbeddingModel = (id: string): boolean => /(^|[./:_-])(text-)?embed(ding)?/i.test(id);

/** The model that a value names, or that the object was made with. */
export function readModel(known: Known, matcher: Matcher, aliases: Readonly<Record<string, string>>, depth: number): FoundModel {
  if (depth > 6) return NONE;
  const text = staticText(known);
  if (text !== undefined && known.kind === 'text') {
    const alias = own(aliases, text);
    return text.trim() === ''
      ? NONE
      : alias === undefined
        ? { ...NONE, model: { id: text, via: known.via }, ...placeOf(known.pieces) }
        : { ...NONE, model: { id: alias, via: 'config' } };
  }
  switch (known.kind) {
    case 'choice': {
      const all = known.options.map((option) => readModel(option, matcher, aliases, depth + 1));
      const models = all.flatMap((one) => (one.model ? [one] : []));
      const chosen = known.fallback ? (models.find((one) => one.model?.via === 'config') ?? models.at(-1)) : models[0];
      if (!chosen) return all.find((one) => one.unknown !== undefined) ?? NONE;
      return { ...chosen, others: models.filter((one) => one !== chosen).flatMap((one) => (one.model ? [one.model.id] : [])) };
    }
    case 'list':
      return known.items[0] ? readModel(known.items[0], matcher, aliases, depth + 1) : NONE;
    case 'ref': {
      if (known.root.kind === 'env' && !known.of) {
        const alias = own(aliases, `env:${known.root.name}`);
        return alias === undefined ? { ...NONE, unknown: `env:${known.root.name}` } : { ...NONE, model: { id: alias, via: 'config' } };
      }
      const passed = matcher.passed(known);
      if (passed !== known) {
        const found = readModel(passed, matcher, aliases, depth + 1);
        if (found.model) return found;
      }
      const typed = matcher.typesOf(known);
      for (const { origins } of typed) {
        for (const origin of origins) {
          if (origin.call?.slots?.model === undefined) continue;
          const inner = matcher.slot(origin.at, origin.call, 'model').value;
          const found = inner ? readModel(inner, matcher, aliases, depth + 1) : NONE;
          if (found.model) return { ...found, provider: found.provider ?? origin.call.provider ?? origin.sdk.provider };
          const fixed = inner ? undefined : matcher.defaults(origin.at, origin.call).model;
          if (fixed !== undefined)
            return { ...NONE, model: { id: fixed, via: 'provider-default' }, provider: origin.call.provider ?? origin.sdk.provider };
        }
      }
      return { ...NONE, unknown: nameOf(known) };
    }
    case 'text': {
      const byDefault = withDefaults(known.pieces);
      if (byDefault !== undefined) return { ...NONE, model: { id: aliases[byDefault] ?? byDefault, via: 'env-default' } };
      return { ...NONE, unknown: known.pieces.map((piece) => ('text' in piece ? piece.text : `{${piece.hole}}`)).join('') };
    }
    default:
      return NONE;
  }
}

/** The place of a text that is written in one piece. */
const placeOf = (pieces: readonly Piece[]): { readonly place?: Place } => {
  const [only, ...others] = pieces.filter((piece) => !('text' in piece) || piece.text !== '');
  return only && others.length === 0 ? { place: only.place } : {};
};

/** The text with the defaults of its holes put in (`\`openai/${process.env.MODEL ?? 'gpt-4o'}\``). */
function withDefaults(pieces: readonly Piece[]): string | undefined {
  let text = '';
  for (const piece of pieces) {
    const part = 'text' in piece ? piece.text : piece.options && withDefaults(piece.options.at(-1) ?? []);
    if (part === undefined) return undefined;
    text += part;
  }
  return text;
}

const nameOf = (known: Known): string => {
  if (known.kind !== 'ref') return 'value';
  if (known.step?.kind === 'member') return known.step.name;
  return known.root.kind === 'chain' ? 'chain' : known.root.name;
};

/** Names come from people's code: `constructor` is one of them. */
const own = (aliases: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(aliases, name) ? aliases[name] : undefined;
