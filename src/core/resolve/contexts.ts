/** What others call in place of the code: what `with` binds, and what frameworks hand to a parameter by calling a function of the project. */
import type { Folder } from './fold.ts';
import { choice, isUnknown, type Known, type Place, placeIn } from './known.ts';

/** What `with … as x` binds: what a generator yields, what `__enter__` returns; the value itself where it says nothing else. */
export function entered(folder: Folder, known: Known, place: Place): Known {
  switch (known.kind) {
    case 'choice':
      return { ...known, options: known.options.map((option) => entered(folder, option, place)) };
    case 'list':
      return known.items.length > 0 ? choice(known.items, place) : known;
    case 'instance':
      for (const name of ['__enter__', '__aenter__']) {
        const enter = folder.member(known, name, place);
        const given = enter.kind === 'function' ? folder.apply(enter, [], place) : enter;
        if (!isUnknown(given)) return given;
      }
      return known;
    default:
      return known;
  }
}

/** What a framework gets that calls a function, or makes an object of a class, by itself: fixtures of tests, dependencies of routes. */
export function provided(folder: Folder, target: Known, place: Place): Known | undefined {
  if (target.kind === 'class') return { kind: 'instance', path: target.path, class: target.class, call: undefined, place };
  if (target.kind !== 'function') return undefined;
  const fn = folder.program.facts(target.path)?.functions[target.function];
  const given = fn && (fn.yielded.length > 0 ? fn.yielded : fn.returns);
  if (!fn || !given || given.length === 0) return undefined;
  return choice(
    given.slice(0, 8).map(({ value }) => folder.fold(target.path, value)),
    placeIn(target.path, fn),
  );
}
