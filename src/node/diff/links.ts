/** Symbolic links inside a repository: what they lead to, and the other names that files have by them. */
import path from 'node:path';

export interface Links {
  /** What a path means, over links; undefined when it leaves the root. */
  real(file: string): string | undefined;
  /** Names by which these files can be reached, besides their own. */
  namesOf(files: readonly string[]): readonly string[];
}

/** So many links lead to each other. */
const MOST = 8;

/** `links`: their paths from the root, POSIX; `targetOf`: what is written in one. */
export function linksAmong(links: readonly string[], targetOf: (link: string) => string | undefined): Links {
  const known = new Set(links);

  function real(file: string, depth = 0): string | undefined {
    if (known.size === 0) return file;
    for (let end = file.indexOf('/'); ; end = file.indexOf('/', end + 1)) {
      const link = end < 0 ? file : file.slice(0, end);
      if (known.has(link)) {
        const target = path.posix.join(path.posix.dirname(link), targetOf(link) ?? '/');
        if (depth === MOST || target.startsWith('..') || path.posix.isAbsolute(target)) return undefined;
        return real(path.posix.join(target, end < 0 ? '' : file.slice(end)).replace(/\/$/, ''), depth + 1);
      }
      if (end < 0) return file;
    }
  }

  return {
    real,
    namesOf: (files) =>
      links.flatMap((link) => {
        const target = real(link);
        return files.flatMap((file) => (file === target || file.startsWith(`${target}/`) ? [link + file.slice(target?.length)] : []));
      }),
  };
}
