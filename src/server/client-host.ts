/** The server's world in a web worker: files come from the client, when it is asked, so what was not there is asked for afterwards. */
import type { Connection } from 'vscode-languageserver';
import { version } from '../../package.json';
import { CONFIG_NAMES, readConfig } from '../core/config/config.ts';
import { PRICE_FILE, readPriceFile, unusablePrices } from '../core/prices/refresh.ts';
import { rules } from '../core/rules/index.ts';
import type { FolderHost, ServerHost } from './host.ts';
import type { HostRequests } from './protocol.ts';

type Answer = HostRequests['costlint/host']['result'];

export function clientHost(connection: Connection): ServerHost {
  const ask = (params: HostRequests['costlint/host']['params']): Promise<Answer> => connection.sendRequest('costlint/host', params);
  return {
    version,
    today: () => new Date().toISOString().slice(0, 10),
    now: () => performance.now(),
    async asset(name) {
      const { bytes = '' } = await ask({ asset: name });
      return Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
    },
    folder: (uri) => (uri === '' || uri.startsWith('untitled:') ? undefined : clientFolder(uri, ask)),
  };
}

function clientFolder(root: string, ask: (params: HostRequests['costlint/host']['params']) => Promise<Answer>): FolderHost {
  const texts = new Map<string, string | undefined>();
  const names = new Map<string, readonly string[]>();
  /** Asked for since the last time, and not there. */
  const wanted = { texts: new Set<string>(), names: new Set<string>() };
  const uriOf = (path: string) => (path === '' ? root : `${root}/${path.split('/').map(encodeURIComponent).join('/')}`);

  async function getTexts(paths: readonly string[]): Promise<boolean> {
    const answer = paths.length > 0 ? ((await ask({ read: paths.map(uriOf) })).texts ?? {}) : {};
    for (const path of paths) texts.set(path, answer[uriOf(path)] ?? undefined);
    return paths.some((path) => texts.get(path) !== undefined);
  }

  async function getNames(folders: readonly string[]): Promise<boolean> {
    const answer = folders.length > 0 ? ((await ask({ list: folders.map(uriOf) })).names ?? {}) : {};
    for (const folder of folders) names.set(folder, answer[uriOf(folder)] ?? []);
    return folders.some((folder) => (names.get(folder) ?? []).length > 0);
  }

  return {
    read(path) {
      if (!texts.has(path)) wanted.texts.add(path);
      return texts.get(path);
    },
    list(folder) {
      const known = names.get(folder);
      if (!known) wanted.names.add(folder);
      return known ?? [];
    },
    /** Of the folder itself: what lies above it, and what its configuration extends, is not read. */
    async config(behind, only, _covered, unsaved) {
      const named = only === '' ? [...CONFIG_NAMES] : [only];
      await getTexts([...named, PRICE_FILE]);
      const files = named.flatMap((path) => {
        const text = unsaved.get(uriOf(path)) ?? texts.get(path);
        return text === undefined ? [] : [{ path, text }];
      });
      const load = (_from: string, path: string) => ({ path, text: '{}' });
      const read = readConfig([...files.slice(0, 1), behind], { rules, load });
      const written = texts.get(PRICE_FILE);
      const refreshed = written === undefined ? undefined : readPriceFile(written);
      const broken = refreshed && 'problem' in refreshed ? [unusablePrices(PRICE_FILE, refreshed.problem)] : [];
      return {
        ...read,
        problems: [...read.problems, ...broken],
        prices: refreshed && 'prices' in refreshed ? refreshed.prices : undefined,
        files: files.slice(0, 1),
      };
    },
    sift: async () => undefined,
    forget(paths) {
      if (paths === undefined) names.clear();
      for (const path of paths ?? [...texts.keys()]) texts.delete(path);
    },
    async fill() {
      const [paths, folders] = [[...wanted.texts], [...wanted.names]];
      wanted.texts.clear();
      wanted.names.clear();
      const [some, more] = [await getTexts(paths), await getNames(folders)];
      return some || more;
    },
    limits: 'In the browser only open files and what they import are analysed.',
  };
}
