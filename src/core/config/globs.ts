/** Globs over POSIX paths relative to the root: `*` within a segment, `**` across segments, `?`, `[abc]`, `{a,b}`. */

/** Tells whether a path matches one of the globs. A glob that ends in `/`, or names a folder, covers what is below it. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const pattern = new RegExp(`^(?:${globs.map(source).join('|')})(?:/.*)?$`);
  return (path) => pattern.test(path);
}

function source(glob: string): string {
  const text = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
  let out = '';
  let braces = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (text.startsWith('**/', at) && (at === 0 || text[at - 1] === '/')) {
      out += '(?:[^/]+/)*';
      at += 2;
    } else if (text.startsWith('**', at)) {
      out += '.*';
      at++;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '[' && text.indexOf(']', at + 2) > 0) {
      const end = text.indexOf(']', at + 2);
      out += `[${text
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\\|\[/g, '\\$&')}]`;
      at = end;
    } else if (char === '{' && text.indexOf('}', at) > 0) {
      out += '(?:';
      braces++;
    } else if (char === '}' && braces > 0) {
      out += ')';
      braces--;
    } else if (char === ',' && braces > 0) out += '|';
    else out += char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  // A character class such as `[z-a]` is no pattern: then the glob stands for its own letters.
  const closed = out + ')'.repeat(braces);
  return compiles(closed) ? closed : text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/**
 * A glob written for a folder above the root, as it reads from the root: `packages/app/src/**` seen from `packages/app`
 * is `src/**`. Undefined when it cannot match anything below the root.
 */
export function seenFrom(root: string, glob: string): string | undefined {
  const segments = glob.replace(/^\.?\//, '').split('/');
  for (const folder of root === '' ? [] : root.split('/')) {
    const segment = segments[0];
    if (segment === undefined) return '**';
    if (segment === '**') break;
    if (!globMatcher([segment])(folder)) return undefined;
    segments.shift();
  }
  return segments.length === 0 ? '**' : segments.join('/');
}

/** A glob written for a folder below the root, as it reads from the root: `src/**` of `packages/app` is `packages/app/src/**`. */
export const below = (folder: string, glob: string): string =>
  // The folder's own name is no pattern: `app/[id]` is a folder of that name.
  `${folder.replace(/[[{*?]/g, '[$&]')}/${glob.replace(/^\.?\//, '')}`;

/** Tells whether a place matches `path` or `path#symbol`: `run` names the function in any class, `Agent` all methods of the class. */
export function placeMatcher(pattern: string): (path: string, symbol: string | undefined) => boolean {
  const at = pattern.lastIndexOf('#');
  const covers = globMatcher([at < 0 ? pattern : pattern.slice(0, at)]);
  const wanted = pattern.slice(at + 1);
  return (path, symbol) => covers(path) && (at < 0 || (symbol !== undefined && `.${symbol}.`.includes(`.${wanted}.`)));
}
