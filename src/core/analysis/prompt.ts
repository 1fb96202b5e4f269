/** Values → the parts of a request in the order in which they are sent: messages with their roles, and the templates that make them. */
import type { Made, Matcher } from '../catalog/match.ts';
import type { Slot, TemplateShape } from '../catalog/sdk.ts';
import type { Args, Folder } from '../resolve/fold.ts';
import { type Known, type Piece, type Place, staticText, unknown } from '../resolve/known.ts';
import { fillTemplate, splitPieces, unusedIn } from '../resolve/methods.ts';
import { holeKind, holeName, holeOf, piecesOf } from '../resolve/pieces.ts';
import type { PartRole, PromptPart } from './analysis.ts';
import { createContentReader, isBlock, isMarked } from './content.ts';
import { createHoleReader } from './retrieved.ts';

export interface PromptReader {
  /** The parts of a prompt or a list of messages; text without a role of its own gets `role`. */
  parts(known: Known, role: PartRole): Parts;
  /** The parts of a template with these values in its holes; undefined when it is no template. */
  filled(template: Known, values: Known, role: PartRole): Parts | undefined;
}

export interface Parts {
  readonly parts: readonly PromptPart[];
  /** Everything could be followed; otherwise messages may be missing. */
  readonly complete: boolean;
  /** The list grows by what the loop around adds. */
  readonly grows: boolean;
}

const ROLES: Readonly<Record<string, PartRole>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  model: 'assistant',
  bot: 'assistant',
  chatbot: 'assistant',
  tool: 'user',
  function: 'user',
  placeholder: 'history',
  generic: 'user',
};

const NOTHING: Parts = { parts: [], complete: true, grows: false };

export function createPromptReader(folder: Folder, matcher: Matcher): PromptReader {
  const readHoles = createHoleReader(folder, matcher);
  const content = createContentReader(folder, matcher, readHoles);

  function parts(known: Known, role: PartRole, depth = 0): Parts {
    if (depth > 8) return open(known, role);
    switch (known.kind) {
      case 'text':
        return whole([textPart(known, role)]);
      case 'number':
        return whole([textPart(known, role)]);
      case 'flag':
        return NOTHING;
      case 'list':
        return list(known, role, depth);
      case 'record':
        return message(known, role, depth);
      case 'choice':
        return oneOf(known, role, depth);
      case 'ref':
      case 'instance':
        return made(known, role, depth) ?? open(known, role);
      default:
        return open(known, role);
    }
  }

  const whole = (list: readonly PromptPart[]): Parts => ({ parts: list, complete: true, grows: false });

  const textPart = (known: Known, role: PartRole, marked = false): PromptPart => {
    const pieces = readHoles(piecesOf(known));
    const unused = known.kind === 'text' ? known.unused : undefined;
    const place = placeOf(known, pieces);
    const literal = known.kind === 'text' && place !== known.place ? known.place : undefined;
    return { role, place, pieces, ...(marked && { marked }), ...(unused && { unused }), ...(literal && { literal }) };
  };

  /** Where the text stands: the literal or the expression around all of it, else from its first piece to its last. */
  const placeOf = (known: Known, pieces: readonly Piece[]): Place => {
    const texts = pieces.filter((piece) => 'text' in piece && piece.text !== '');
    const first = texts[0]?.place;
    if (!first || known.kind !== 'text') return known.place;
    if (!texts.every((piece) => piece.place.path === first.path)) return known.place;
    const start = Math.min(...texts.map((piece) => piece.place.start));
    const end = Math.max(...texts.map((piece) => piece.place.end));
    const { path, ...whole } = known.place;
    return path === first.path && whole.start <= start && end <= whole.end ? known.place : { path: first.path, start, end };
  };

  function open(known: Known, role: PartRole): Parts {
    const hole = holeOf(known, known.kind === 'ref' && known.root.kind === 'unknown' ? known.root.why : 'known at run time');
    const history = hole.kind === 'history' && role !== 'system';
    const [piece] = readHoles([hole]);
    return {
      parts: [{ role: history ? 'history' : role, place: known.place, pieces: [piece as Piece] }],
      complete: !history,
      grows: false,
    };
  }

  function list(known: Extract<Known, { kind: 'list' }>, role: PartRole, depth: number): Parts {
    if (isPair(known)) return pair(known, depth);
    const blocks = known.items.length > 0 && known.items.every(isBlock);
    if (blocks && role !== 'history') return { ...whole(content(known, role)), complete: !known.open };
    const all = known.items.map((item) => parts(item, role, depth + 1));
    const found = all.flatMap((one) => one.parts);
    if (known.open) {
      const name = known.items.map(holeName).find((one) => holeKind(one) === 'history') ?? 'history';
      const place = known.place;
      if (!found.some((part) => part.role === 'history')) {
        found.push({
          role: 'history',
          place,
          pieces: [{ hole: name, kind: 'history', why: known.grows ? 'the loop adds messages' : 'more messages at run time', place }],
        });
      }
    }
    return {
      parts: fewShot(found),
      complete: !known.open && all.every((one) => one.complete),
      grows: known.grows || all.some((one) => one.grows),
    };
  }

  const isPair = (known: Extract<Known, { kind: 'list' }>): boolean =>
    known.items.length === 2 && !known.open && (staticText(known.items[0]) ?? '').toLowerCase() in ROLES;

  function pair(known: Extract<Known, { kind: 'list' }>, depth: number): Parts {
    const role = ROLES[(staticText(known.items[0]) as string).toLowerCase()] as PartRole;
    const text = known.items[1] as Known;
    if (role === 'history') return open(text, 'history');
    const templated: Known = text.kind === 'text' ? { ...text, pieces: splitPieces(text, 'brace') } : text;
    return templated.kind === 'list' ? whole(content(templated, role)) : parts(templated, role, depth + 1);
  }

  function message(known: Extract<Known, { kind: 'record' }>, role: PartRole, depth: number): Parts {
    const { fields } = known;
    for (const key of ['messages', 'contents', 'input', 'prompt']) {
      const inner = fields.get(key);
      if (inner && !fields.has('role')) return parts(inner, role, depth + 1);
    }
    if (isBlock(known)) return whole(content({ kind: 'list', items: [known], open: false, grows: false, place: known.place }, role));
    const named = staticText(fields.get('role'))?.toLowerCase() ?? (fields.has('role') ? undefined : role);
    const own: PartRole = named === undefined ? 'user' : (ROLES[named] ?? (named as PartRole));
    const inner = fields.get('content') ?? fields.get('parts') ?? fields.get('text') ?? fields.get('value');
    const marked = isMarked(known);
    const sender = staticText(fields.get('name'));
    const extra = fields.get('tool_calls') ?? fields.get('toolCalls');
    if (!inner && extra) return whole([textPart(extra, own)]);
    if (!inner) {
      if (fields.has('role')) return whole([{ role: own, place: known.place, pieces: [] }]);
      // `{ question, context }`: values for a template, or a state: what they hold is sent in some form.
      const held = [...fields.values()].filter((field) => field.kind === 'ref' || field.kind === 'text' || field.kind === 'choice');
      return { parts: held.map((field) => textPart(field, role)), complete: false, grows: false };
    }
    const blocks = isBlock(inner) ? { ...inner, kind: 'list' as const, items: [inner], open: false, grows: false } : inner;
    const made = blocks.kind === 'list' ? content(blocks, own) : [textPart(inner, own)];
    const list = (made.length > 0 ? made : [{ role: own, place: known.place, pieces: [] } as PromptPart]).map((part, i) => ({
      ...part,
      ...(marked ? { marked } : {}),
      ...(sender !== undefined && i === 0 ? { name: sender } : {}),
    }));
    return { parts: list, complete: inner.kind !== 'list' || !inner.open, grows: false };
  }

  /** Static exchanges before the last user message are examples. */
  function fewShot(list: readonly PromptPart[]): PromptPart[] {
    const last = list.findLastIndex((part) => part.role === 'user');
    const first = list.findIndex((part) => part.role === 'assistant');
    if (first < 0 || first > last) return [...list];
    return list.map((part, i) => {
      const fixed = part.pieces.length > 0 && part.pieces.every((piece) => 'text' in piece);
      return i < last && fixed && (part.role === 'user' || part.role === 'assistant') ? { ...part, role: 'few-shot' } : part;
    });
  }

  /** Branches: text becomes one part with alternatives; of lists of messages the longest stands for all. */
  function oneOf(known: Extract<Known, { kind: 'choice' }>, role: PartRole, depth: number): Parts {
    const lists = known.options.filter(
      (option) => option.kind === 'list' || option.kind === 'record' || made(option, role, depth) !== undefined,
    );
    if (lists.length === 0) return whole([textPart(known, role)]);
    const all = lists.map((option) => parts(option, role, depth + 1)).sort((a, b) => size(b) - size(a));
    return { ...(all[0] as Parts), complete: false };
  }

  const size = (of: Parts): number =>
    of.parts.reduce((sum, part) => sum + part.pieces.reduce((n, piece) => n + ('text' in piece ? piece.text.length : 50), 0), 0);

  // ── what SDKs make: messages and templates ─────────────────────────────────────────────────────────────────────────

  function made(known: Known, role: PartRole, depth: number): Parts | undefined {
    const by = matcher.madeBy(known);
    if (by) {
      const own = messageOf(by, depth) ?? templateOf(by, role, depth);
      if (own) return own;
    }
    // `template.format(...)`, `prompt.invoke({...})`: the template behind the last step.
    if (known.kind === 'ref' && known.step?.kind === 'call' && known.of?.step?.kind === 'member' && known.of.of) {
      const method = known.of.step.name;
      if (
        /^(a?format\w*|a?invoke|partial|compile|render|to_string|toString|to_messages|toChatMessages|formatMessages|formatPromptValue)$/.test(
          method,
        )
      ) {
        const template = known.of.of;
        const inner = made(template, role, depth + 1);
        if (inner) return filled(inner, known);
      }
    }
    if (known.kind === 'ref' && known.of && known.step?.kind === 'member') return made(known.of, role, depth + 1);
    return undefined;
  }

  function filled(inner: Parts, known: Known): Parts {
    if (known.kind !== 'ref' || known.step?.kind !== 'call') return inner;
    const args = folder.args(known.step.at);
    const unused = inner.complete
      ? unusedIn(
          inner.parts.flatMap(({ pieces }) => pieces),
          args,
          known.place,
        )
      : undefined;
    const { parts: list, ...rest } = fill(inner, args);
    return { ...rest, parts: unused ? list.map((part, i) => (i === 0 ? { ...part, unused } : part)) : list };
  }

  function fill(inner: Parts, args: Args): Parts {
    return {
      ...inner,
      parts: inner.parts.map((part) => {
        const of: Known = { kind: 'text', pieces: part.pieces, via: 'constant', place: part.place };
        const text = of.kind === 'text' ? fillTemplate(part.pieces, args, of, part.place) : of;
        return { ...part, pieces: readHoles(piecesOf(text)) };
      }),
    };
  }

  function messageOf(by: Made, depth: number): Parts | undefined {
    for (const shape of by.sdk.messages ?? []) {
      if (!shape.path.some((path) => path === `${by.path}()` || path === by.path)) continue;
      const inner = contentOf(by, shape.content);
      const named = typeof shape.role === 'string' ? shape.role : staticText(matcher.read(by.at, shape.role.at as Slot).value);
      const role = ROLES[named?.toLowerCase() ?? 'user'] ?? 'user';
      if (!inner) return whole([{ role, place: { path: by.at.path, start: by.at.call.start, end: by.at.call.end }, pieces: [] }]);
      return inner.kind === 'list' ? whole(content(inner, role)) : parts(inner, role, depth + 1);
    }
    return undefined;
  }

  const contentOf = (by: Made, slot: Slot): Known | undefined => {
    const { value } = matcher.read(by.at, slot);
    if (value) return value;
    const args = folder.args(by.at);
    const first = args.positional[0];
    if (first?.kind === 'record') return first.fields.get('content') ?? first.fields.get('text');
    return args.named.get('content') ?? first;
  };

  function templateOf(by: Made, role: PartRole, depth: number): Parts | undefined {
    for (const shape of by.sdk.templates ?? []) {
      if (!shape.path.some((path) => path === `${by.path}()` || path === by.path)) continue;
      const own: PartRole = shape.role ? (ROLES[shape.role] ?? role) : role;
      const text = shape.text === undefined ? undefined : matcher.read(by.at, shape.text).value;
      if (text) {
        const resolved = text.kind === 'text' ? templated(text, shape) : text;
        return parts(resolved, own, depth + 1);
      }
      const messages = shape.messages === undefined ? undefined : matcher.read(by.at, shape.messages).value;
      if (messages) return templatedParts(parts(messages, own, depth + 1), shape);
      if (shape.placeholder !== undefined) {
        const name = staticText(matcher.read(by.at, shape.placeholder).value) ?? 'history';
        return open(
          unknown(name, 'messages put in at run time', { path: by.at.path, start: by.at.call.start, end: by.at.call.end }),
          'history',
        );
      }
    }
    return undefined;
  }

  const templated = (text: Extract<Known, { kind: 'text' }>, shape: TemplateShape): Known => ({
    ...text,
    pieces: splitPieces(text, shape.syntax),
  });

  const templatedParts = (of: Parts, shape: TemplateShape): Parts => ({
    ...of,
    parts: of.parts.map((part) => {
      const text: Known = { kind: 'text', pieces: part.pieces, via: 'constant', place: part.place };
      return text.kind === 'text' ? { ...part, pieces: splitPieces(text, shape.syntax) } : part;
    }),
  });

  return {
    parts: (known, role) => parts(known, role),
    filled(template, values, role) {
      const inner = made(template, role, 0);
      return inner && fill(inner, { positional: [values], named: new Map(), open: false });
    },
  };
}
