/** Where the arguments of a call stand: slots of the catalogue → values of the code. */
import type { LanguageId } from '../languages/language.ts';
import type { Args, Folder } from '../resolve/fold.ts';
import { type CallAt, choice, type Known } from '../resolve/known.ts';
import { languageIn } from '../resolve/program.ts';
import type { Address, Defaults, SdkCall, Slot, SlotName } from './sdk.ts';

/** A slot's value; `open` when it may be given where it cannot be seen (a spread, unknown options). */
export interface SlotValue {
  readonly value: Known | undefined;
  readonly address: Address | undefined;
  readonly open: boolean;
}

/** What stands at an address; `open` when there may be something that cannot be seen. */
export interface Found {
  readonly value: Known | undefined;
  readonly open: boolean;
}

export interface ArgumentReader {
  slot(at: CallAt, call: SdkCall, name: SlotName): SlotValue;
  /** The first address of a slot at which something stands that `accepts` takes. */
  read(at: CallAt, slot: Slot, options?: number, accepts?: (known: Known) => boolean): SlotValue;
  /** What stands at a dotted path inside a value. */
  inside(known: Known, path: string): Found;
  defaults(at: CallAt, call: SdkCall): Defaults;
}

const NOTHING: SlotValue = { value: undefined, address: undefined, open: false };

/** Slots that an object or a list of options cannot fill. */
const SCALAR: ReadonlySet<SlotName> = new Set(['topK', 'outputCap', 'samples', 'retries', 'thinkingBudget', 'baseUrl', 'effort']);
const isScalar = (known: Known): boolean => known.kind !== 'record' && known.kind !== 'list' && known.kind !== 'function';

export function createArgumentReader(folder: Folder): ArgumentReader {
  const languageOf = (path: string): LanguageId => languageIn(folder.program, path);

  function slot(at: CallAt, call: SdkCall, name: SlotName): SlotValue {
    const addresses = call.slots?.[name];
    return addresses === undefined ? NOTHING : read(at, addresses, call.options, SCALAR.has(name) ? isScalar : undefined);
  }

  function read(at: CallAt, slotOf: Slot, options = 0, accepts?: (known: Known) => boolean): SlotValue {
    const language = languageOf(at.path);
    const addresses = addressesOf(slotOf, language);
    if (addresses.length === 0) return NOTHING;
    const args = folder.args(at);
    let open = args.open;
    for (const address of addresses) {
      const found = locate(args, address, language, options);
      if (found.value && !(found.value.kind === 'flag' && found.value.value === null) && (!accepts || accepts(found.value)))
        return { value: found.value, address, open: false };
      open ||= found.open;
    }
    return { value: undefined, address: undefined, open };
  }

  function locate(args: Args, address: Address, language: LanguageId, options: number): Found {
    if (typeof address === 'number') return { value: args.positional[address], open: false };
    const [head, ...rest] = address.split('.') as [string, ...string[]];
    if (/^\d+$/.test(head)) return rest.reduce<Found>((of, key) => within(of, key), { value: args.positional[Number(head)], open: false });
    const start: Found =
      language === 'python' ? { value: args.named.get(head), open: false } : within({ value: args.positional[options], open: false }, head);
    return rest.reduce<Found>((of, key) => within(of, key), start);
  }

  /** A key inside a value: of a record, or an argument of the call that made it (`GenerateContentConfig(max_output_tokens=…)`). */
  function within(of: Found, key: string): Found {
    const { value } = of;
    if (!value) return of;
    if (value.kind === 'text' && value.source) return within({ value: value.source, open: of.open }, key);
    if (value.kind === 'list' && /^\d+$/.test(key)) return { value: value.items[Number(key)], open: value.open };
    if (value.kind === 'record') return { value: value.fields.get(key), open: value.open };
    if (value.kind === 'choice') {
      const all = value.options.map((option) => within({ value: option, open: false }, key));
      const given = all.flatMap((one) => (one.value ? [one.value] : []));
      return { value: given.length > 0 ? choice(given, value.place, value.fallback) : undefined, open: all.some((one) => one.open) };
    }
    if (value.kind === 'instance') {
      const named = value.call && folder.args(value.call).named.get(key);
      return named ? { value: named, open: false } : { value: folder.member(value, key, value.place), open: true };
    }
    if (value.kind === 'ref' && value.step?.kind === 'call') {
      const args = folder.args(value.step.at);
      const first = args.positional[0];
      const encodes = value.of?.step?.kind === 'member' && value.of.step.name === 'encode';
      if (encodes && first) return within({ value: first, open: of.open }, key);
      const found = args.named.get(key) ?? (first?.kind === 'record' ? first.fields.get(key) : undefined);
      return { value: found, open: args.open };
    }
    return { value: undefined, open: value.kind === 'ref' };
  }

  const inside = (known: Known, path: string): Found =>
    path.split('.').reduce<Found>((of, key) => within(of, key), { value: known, open: false });

  const defaults = (at: CallAt, call: SdkCall): Defaults => {
    const own = call.defaults;
    if (!own) return {};
    return 'ecmascript' in own || 'python' in own
      ? ((own as { [L in LanguageId]?: Defaults })[languageOf(at.path)] ?? {})
      : (own as Defaults);
  };

  return { slot, read, inside, defaults };
}

/** The addresses of a slot in a language. */
export function addressesOf(slot: Slot, language: LanguageId): readonly Address[] {
  if (typeof slot === 'number' || typeof slot === 'string') return [slot];
  if (Array.isArray(slot)) return slot as readonly Address[];
  const own = (slot as { [L in LanguageId]?: Address | readonly Address[] })[language];
  return own === undefined ? [] : Array.isArray(own) ? (own as readonly Address[]) : [own as Address];
}
