/** Content blocks of one message: its texts are one part, images and documents parts of their own. */
import type { Matcher } from '../catalog/match.ts';
import type { Folder } from '../resolve/fold.ts';
import { type Known, type Piece, type Place, staticText } from '../resolve/known.ts';
import { holeOf, piecesOf } from '../resolve/pieces.ts';
import type { PartRole, PromptPart } from './analysis.ts';
import type { HoleReader } from './retrieved.ts';

type Blocks = Extract<Known, { kind: 'list' }>;
type Block = Extract<Known, { kind: 'record' }>;

/** The parts of a list of content blocks, all sent by `role`. */
export type ContentReader = (blocks: Blocks, role: PartRole) => readonly PromptPart[];

/** A content block of a message, rather than a message. */
export const isBlock = (known: Known): boolean =>
  known.kind === 'record' &&
  !known.fields.has('role') &&
  (known.fields.has('type') ||
    known.fields.has('text') ||
    known.fields.has('image') ||
    known.fields.has('inlineData') ||
    known.fields.has('document')) &&
  !known.fields.has('content');

/** A cache marker stands on a message or a content block. */
export const isMarked = ({ fields }: Block): boolean =>
  fields.has('cache_control') || fields.has('cacheControl') || hasMarkedOptions(fields.get('providerOptions'));

const hasMarkedOptions = (known: Known | undefined): boolean =>
  known?.kind === 'record' &&
  [...known.fields.values()].some((of) => of.kind === 'record' && (of.fields.has('cacheControl') || of.fields.has('cachePoint')));

const IMAGE_KEYS = ['image', 'inlineData', 'inline_data', 'image_url'];

export function createContentReader(folder: Folder, matcher: Matcher, readHoles: HoleReader): ContentReader {
  function content(blocks: Blocks, role: PartRole): readonly PromptPart[] {
    const out: PromptPart[] = [];
    let pieces: Piece[] = [];
    const flush = (marked = false) => {
      if (pieces.length > 0 || marked)
        out.push({ role, place: placeOfPieces(pieces, blocks.place), pieces: readHoles(pieces), ...(marked && { marked }) });
      pieces = [];
    };
    const add = (...parts: readonly PromptPart[]) => {
      flush();
      out.push(...parts);
    };
    for (const block of blocks.items) {
      if (block.kind !== 'record') {
        if (isMadeImage(block)) add({ role: 'image', place: block.place, pieces: [], image: {} });
        else pieces.push(...textOfMade(block));
        continue;
      }
      const { fields } = block;
      const marked = isMarked(block);
      if (isImage(block)) {
        add({ role: 'image', place: block.place, pieces: [], image: imageFacts(block), ...(marked && { marked }) });
        continue;
      }
      const text = fields.get('text') ?? fields.get('content') ?? fields.get('thinking') ?? fields.get('input');
      if (text?.kind === 'list') add(...content(text, role));
      else if (text) pieces.push(...piecesOf(text));
      else if (fields.size > 0 && !fields.has('cachePoint')) pieces.push(...piecesOf(block));
      if (marked || fields.has('cachePoint')) flush(marked || !text);
    }
    flush();
    if (blocks.open && out.length === 0) out.push({ role, place: blocks.place, pieces: [holeOf(blocks, 'content known at run time')] });
    return out;
  }

  const isMadeImage = (block: Known): boolean => /from_(uri|bytes|data)|Image|image/i.test(matcher.madeBy(block)?.path ?? '');

  /** The text of a block that a class or function of the SDK makes. */
  function textOfMade(block: Known): readonly Piece[] {
    const made = block.kind === 'ref' ? matcher.madeBy(block) : undefined;
    if (!made) return piecesOf(block);
    const args = folder.args(made.at);
    const text = args.named.get('text') ?? args.named.get('content') ?? args.positional[0];
    return text && text.kind !== 'record' ? piecesOf(text) : piecesOf(block);
  }

  return content;
}

const isImage = ({ fields }: Block): boolean =>
  /image/.test(staticText(fields.get('type')) ?? '') || IMAGE_KEYS.some((key) => fields.has(key));

function imageFacts({ fields }: Block): NonNullable<PromptPart['image']> {
  const url = fields.get('image_url');
  const detail = staticText(url?.kind === 'record' ? url.fields.get('detail') : fields.get('detail'));
  return detail === 'low' || detail === 'high' || detail === 'auto' ? { detail } : {};
}

const placeOfPieces = (pieces: readonly Piece[], place: Place): Place => pieces.find((piece) => 'text' in piece)?.place ?? place;
