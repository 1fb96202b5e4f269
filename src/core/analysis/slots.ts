/** Reads the slots of a call: from its own arguments, then from what made its receiver, its agent or its model. */
import { addressesOf, type SlotValue } from '../catalog/arguments.ts';
import type { Matched, Matcher } from '../catalog/match.ts';
import type { Address, Defaults, Sdk, SdkCall, SlotName } from '../catalog/sdk.ts';
import type { Origin } from '../catalog/type-flow.ts';
import { type CallAt, type Known, staticText } from '../resolve/known.ts';

/** A slot's value with where it was given. */
export interface Given extends SlotValue {
  readonly by: Link | undefined;
  /** Some call of the chain has this slot. */
  readonly applicable: boolean;
  /** The first address of the slot, for naming what is absent. */
  readonly parameter: Address | undefined;
}

/** A call of the chain behind a site: itself, its builders, session, agent, model constructor, client. */
export interface Link {
  readonly at: CallAt;
  readonly sdk: Sdk;
  readonly call: SdkCall;
}

export interface Chain {
  readonly links: readonly Link[];
  /** What is chained with the model (`prompt | model`), templates among it. */
  readonly members: readonly Known[];
  /** Where a slot of one of the links can stand, what its vendor prefers first. */
  addresses(link: Link, name: SlotName): readonly Address[];
  get(name: SlotName): Given;
  default<K extends keyof Defaults>(name: K): Defaults[K] | undefined;
}

const MAX_LINKS = 12;

/** The chain of calls that a site's slots may come from, nearest first. */
export function chainOf(matched: Matched, matcher: Matcher): Chain {
  const links: Link[] = [];
  const members: Known[] = [...matched.members];
  const add = (at: CallAt, sdk: Sdk, call: SdkCall | undefined) => {
    if (!call || links.length >= MAX_LINKS || links.some((link) => link.at.call === at.call && link.at.path === at.path)) return;
    const link = { at, sdk, call };
    links.push(link);
    // An agent or a model handed over as an argument has arguments of its own.
    for (const name of ['agent', 'model'] as const) follow(matcher.slot(at, call, name).value);
  };
  const follow = (known: Known | undefined): void => {
    if (!known || known.kind === 'text') return;
    for (const typed of matcher.typesOf(known)) {
      members.push(...typed.members);
      for (const origin of typed.origins) add(origin.at, origin.sdk, origin.call);
    }
  };
  const addAll = (origins: readonly Origin[]) => {
    for (const origin of origins) add(origin.at, origin.sdk, origin.call);
  };
  add(matched.at, matched.sdk, matched.call);
  addAll(matched.origins);
  for (const member of matched.members) follow(member);

  const known = new Map<SlotName, Given>();

  return {
    links,
    members,
    addresses,
    get,
    default(name) {
      for (const link of links) {
        const value = matcher.defaults(link.at, link.call)[name];
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };

  function get(name: SlotName): Given {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  }

  function find(name: SlotName): Given {
    let applicable = false;
    let open = false;
    let parameter: Address | undefined;
    for (const link of links) {
      if (link.call.slots?.[name] === undefined) continue;
      applicable = true;
      const found = matcher.slot(link.at, link.call, name);
      parameter ??= addresses(link, name)[0];
      if (found.value) return { ...found, by: link, applicable, parameter: found.address };
      open ||= found.open;
    }
    return { value: undefined, address: undefined, open, by: undefined, applicable, parameter };
  }

  function addresses({ at, call }: Link, name: SlotName): readonly Address[] {
    const slot = call.slots?.[name];
    if (slot === undefined) return [];
    const elsewhere = call.elsewhere?.[name];
    return elsewhere !== undefined && isElsewhere() ? [elsewhere] : addressesOf(slot, matcher.languageOf(at.path));
  }

  /** The base URL is given, and is not the vendor's own. */
  function isElsewhere(): boolean {
    const [own] = links;
    const { value } = get('baseUrl');
    if (!value || value.kind === 'flag') return false;
    return !(staticText(value) ?? '').includes(`${own?.sdk.provider}.`);
  }
}
