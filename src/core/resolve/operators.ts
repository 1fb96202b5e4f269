/** Binary operators on known values: text and lists join, numbers compute, `/` joins paths, `%` formats, `|` chains. */
import { choice, isUnknown, type Known, MAX_PIECES, type Piece, type Place, staticText, unknown } from './known.ts';
import { formatPercent } from './methods.ts';
import { piecesOf } from './pieces.ts';
import { joinPath } from './program.ts';
import { repeated } from './repetition.ts';

export function operate(operator: string, left: Known, right: Known, place: Place): Known {
  if (left.kind === 'number' && right.kind === 'number') return arithmetic(operator, left.value, right.value, place);
  switch (operator) {
    case '+':
      return plus(left, right, place);
    case '%':
      return left.kind === 'text' ? formatPercent(left, right, place) : open(place);
    case '/':
      if (left.kind === 'path') {
        const tail = staticText(right);
        const path = tail === undefined ? undefined : joinPath(left.path, tail);
        return path === undefined ? unknown('path', 'a path known at run time', place) : { kind: 'path', path, place };
      }
      return open(place);
    case '*':
      return (left.kind === 'number' ? repeated(right, left, place) : repeated(left, right, place)) ?? open(place);
    case '|':
      return left.kind === 'record' && right.kind === 'record'
        ? { ...left, fields: new Map([...left.fields, ...right.fields]), open: left.open || right.open, place }
        : { kind: 'ref', root: { kind: 'chain', members: [...chained(left), ...chained(right)] }, of: undefined, step: undefined, place };
    case '??':
    case '||':
      return left.kind === 'flag' ? right : choice([left, right], place, isUnknown(left));
    case '==':
    case '!=': {
      const a = scalar(left);
      const b = scalar(right);
      return a === undefined || b === undefined ? open(place) : { kind: 'flag', value: (a === b) === (operator === '=='), place };
    }
    default:
      return open(place);
  }
}

const open = (place: Place) => unknown('value', 'computed at run time', place);

const scalar = (known: Known): string | number | boolean | null | undefined =>
  known.kind === 'number' ? known.value : known.kind === 'flag' ? known.value : staticText(known);

/** The members of a chain, flattened. */
export const chained = (known: Known): readonly Known[] =>
  known.kind === 'ref' && known.root.kind === 'chain' && !known.of ? known.root.members : [known];

function arithmetic(operator: string, a: number, b: number, place: Place): Known {
  const value =
    operator === '+'
      ? a + b
      : operator === '-'
        ? a - b
        : operator === '*'
          ? a * b
          : operator === '/'
            ? a / b
            : operator === '//'
              ? Math.floor(a / b)
              : operator === '%'
                ? a % b
                : operator === '**'
                  ? a ** b
                  : Number.NaN;
  if (Number.isFinite(value)) return { kind: 'number', value, via: 'constant', place };
  const compared: Record<string, boolean> = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b };
  return operator in compared ? { kind: 'flag', value: compared[operator] as boolean, place } : open(place);
}

function plus(left: Known, right: Known, place: Place): Known {
  if (left.kind === 'list' || right.kind === 'list') {
    const sides = [left, right];
    const items = sides.flatMap((side): readonly Known[] => (side.kind === 'list' ? side.items : [side]));
    const tooLong = items.length > MAX_PIECES;
    return {
      kind: 'list',
      items: tooLong ? [] : items,
      open: tooLong || sides.some((side) => side.kind !== 'list' || side.open),
      grows: sides.some((side) => side.kind === 'list' && side.grows),
      place,
    };
  }
  if (left.kind === 'path' && right.kind === 'text') {
    const tail = staticText(right);
    const path = tail === undefined ? undefined : joinPath(`${left.path}${tail}`);
    return path === undefined ? open(place) : { kind: 'path', path, place };
  }
  const textual = left.kind === 'text' || right.kind === 'text' || hasText(left) || hasText(right);
  if (!textual) return isUnknown(left) ? ({ ...left, place } as Known) : open(place);
  const pieces: Piece[] = [...piecesOf(left), ...piecesOf(right)];
  return { kind: 'text', pieces, via: 'constant', place };
}

const hasText = (known: Known): boolean => known.kind === 'choice' && known.options.some((option) => option.kind === 'text');
