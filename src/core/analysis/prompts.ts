/** Prompts as sites of their own: long static text that reaches a model, and prompt files. */
import type { FileFacts, LongText, Value } from '../facts/facts.ts';
import { isPromptFile } from '../languages/prompt-files.ts';
import { readPromptFile } from '../languages/prompt-formats.ts';
import { type Piece, type Place, unknown } from '../resolve/known.ts';
import { holeOf } from '../resolve/pieces.ts';
import { type CallSite, NO_REQUEST, type PromptPart } from './analysis.ts';

/** Static characters from which a text is a prompt of its own. */
export const PROMPT_CHARACTERS = 200;

/** Names that say what a text is for. */
const PROMPT_NAME = /prompt|instruction|system_?(message|msg)|persona|few_?shot/i;

/** The part of a request in which a text is sent, and by which site. */
export interface Sent {
  readonly part: PromptPart;
  readonly by: CallSite;
}

/** Every text piece that sites send, by file. */
export function sentTexts(sites: readonly CallSite[]): ReadonlyMap<string, readonly { readonly place: Place; readonly sent: Sent }[]> {
  const map = new Map<string, { place: Place; sent: Sent }[]>();
  const put = (pieces: readonly Piece[], sent: Sent) => {
    for (const piece of pieces) {
      if ('text' in piece) {
        const list = map.get(piece.place.path) ?? [];
        list.push({ place: piece.place, sent });
        map.set(piece.place.path, list);
      } else for (const option of piece.options ?? []) put(option, sent);
    }
  };
  for (const site of sites) for (const part of site.parts) put(part.pieces, { part, by: site });
  return map;
}

/** The prompts of a code file: long texts that a site sends, and with `byName` those whose name says that they are prompts. */
export function promptsIn(
  path: string,
  facts: FileFacts,
  sent: readonly { readonly place: Place; readonly sent: Sent }[],
  byName: boolean,
): readonly CallSite[] {
  return facts.texts.flatMap((text): CallSite[] => {
    const chars = staticCharacters(text.value);
    if (chars < PROMPT_CHARACTERS) return [];
    const by = sent.find(({ place }) => text.value.start <= place.start && place.end <= text.value.end)?.sent;
    if (!by && !(byName && PROMPT_NAME.test(text.name))) return [];
    return [promptSite(path, text, chars, by)];
  });
}

function promptSite(path: string, text: LongText, chars: number, by: Sent | undefined): CallSite {
  const place: Place = { path, start: text.value.start, end: text.value.end };
  return {
    ...NO_REQUEST,
    kind: 'prompt',
    place,
    symbol: text.name === '' ? undefined : text.name,
    sdk: by?.by.sdk ?? 'none',
    api: by?.part.role ?? 'prompt',
    evidence: by ? 'type' : 'shape',
    parts: [{ role: by?.part.role ?? 'system', place, pieces: piecesIn(path, text.value) }],
    textChars: chars,
    paidBy: by?.by.place,
    model: by?.by.model,
    provider: by?.by.provider,
  };
}

/** A prompt file, with the month of the site that reads it. */
export function promptFile(
  path: string,
  text: string,
  sent: readonly { readonly place: Place; readonly sent: Sent }[],
): readonly CallSite[] {
  const by = sent[0]?.sent;
  if (!by && !isPromptFile(path)) return [];
  const place: Place = { path, start: 0, end: text.length };
  const file = readPromptFile(path, text);
  const parts = file.messages.map(
    (message): PromptPart => ({
      role: message.role,
      place,
      pieces: message.pieces.map((piece): Piece => {
        const at: Place = { path, start: piece.start, end: piece.end };
        return 'text' in piece
          ? { text: piece.text, place: at }
          : holeOf(unknown(piece.hole, 'a template variable', at), 'a template variable');
      }),
    }),
  );
  const chars = parts.reduce((sum, part) => sum + part.pieces.reduce((n, piece) => n + ('text' in piece ? piece.text.length : 0), 0), 0);
  if (!isPromptFile(path) && chars < PROMPT_CHARACTERS) return [];
  const site: CallSite = {
    ...NO_REQUEST,
    kind: 'prompt',
    place,
    symbol: undefined,
    sdk: by?.by.sdk ?? 'prompt-file',
    api: by?.part.role ?? 'prompt',
    evidence: 'file',
    parts,
    textChars: chars,
    paidBy: by?.by.place,
    provider: file.provider ?? by?.by.provider,
    model: file.model === undefined ? by?.by.model : { id: file.model, via: 'literal' },
    outputCap:
      file.outputCap === undefined ? { state: 'not-applicable' } : { state: 'set', tokens: file.outputCap, parameter: 'max_tokens' },
  };
  return [site];
}

/** Characters of an expression that do not depend on the run: holes count nothing. */
export function staticCharacters(value: Value): number {
  switch (value.kind) {
    case 'text':
      return value.text.length;
    case 'template':
      return value.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
    case 'operation':
      return staticCharacters(value.left) + (value.operator === '+' ? staticCharacters(value.right) : 0);
    default:
      return 0;
  }
}

function piecesIn(path: string, value: Value): readonly Piece[] {
  const place: Place = { path, start: value.start, end: value.end };
  switch (value.kind) {
    case 'text':
      return [{ text: value.text, place }];
    case 'template':
      return value.parts.flatMap((part): readonly Piece[] =>
        part.kind === 'text' ? [{ text: part.text, place: { path, start: part.start, end: part.end } }] : [openPiece(path, part)],
      );
    case 'operation':
      return [...piecesIn(path, value.left), ...piecesIn(path, value.right)];
    default:
      return [openPiece(path, value)];
  }
}

const openPiece = (path: string, value: Value): Piece => {
  const name = value.kind === 'name' || value.kind === 'member' ? value.name : 'value';
  return holeOf(unknown(name, 'put in at run time', { path, start: value.start, end: value.end }), 'put in at run time');
};
