/** Reads the slots of a call: from its own arguments, then from what made its receiver, its agent or its model. */
import { addressesOf, type SlotValue } from '../catalog/arguments.ts';
import type { Matched, Matcher } from '../catalog/match.ts';
import type { Address, Defaults, Sdk, SdkCall, SlotName } from '../catalog/sdk.ts';
import type { Origin } from '../catalog/type-flow.ts';
import type { CallAt, Known } from '../resolve/known.ts';

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
    get(name) {
      const found = known.get(name) ?? find(name);
      known.set(name, found);
      return found;
    },
    default(name) {
      for (const link of links) {
        const value = matcher.defaults(link.at, link.call)[name];
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };

  function find(name: SlotName): Given {
    let applicable = false;
    let open = false;
    let parameter: Address | undefined;
    for (const link of links) {
      if (link.call.slots?.[name] === undefined) continue;
      applicable = true;
      const found = matcher.slot(link.at, link.call, name);
      parameter ??= firstAddress(link, name);
      if (found.value) return { ...found, by: link, applicable, parameter: found.address };
      open ||= found.open;
    }
    return { value: undefined, address: undefined, open, by: undefined, applicable, parameter };
  }

  function firstAddress({ at, call }: Link, name: SlotName): Address | undefined {
    const slot = call.slots?.[name];
    return slot === undefined ? undefined : addressesOf(slot, matcher.languageOf(at.path))[0];
  }
}
