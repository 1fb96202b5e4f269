/** Who stands around the page: VS Code, or a browser that opened one file. */
import type { PageData, PageMessage, PageRequest } from '../core/report/page.ts';

export interface PageHost {
  /** Code can be opened, fixes previewed, scenarios saved. */
  readonly isEditor: boolean;
  send(request: PageRequest): void;
  /** Called for every message, and once with the data that stand in the page itself. */
  listen(onMessage: (message: PageMessage) => void): void;
  /** What survives hiding and reloading. */
  load(): unknown;
  save(state: unknown): void;
}

interface EditorApi {
  postMessage(message: PageRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): EditorApi;

export const pageHost = (): PageHost => (typeof acquireVsCodeApi === 'function' ? editorHost(acquireVsCodeApi()) : fileHost());

function editorHost(editor: EditorApi): PageHost {
  return {
    isEditor: true,
    send: (request) => editor.postMessage(request),
    listen(onMessage) {
      window.addEventListener('message', ({ data }: MessageEvent<PageMessage>) => onMessage(data));
      editor.postMessage({ type: 'ready' });
    },
    load: () => editor.getState(),
    save: (state) => editor.setState(state),
  };
}

const KEPT = 'costlint';

function fileHost(): PageHost {
  return {
    isEditor: false,
    send(request) {
      if (request.type === 'copy') void navigator.clipboard?.writeText(request.text).catch(() => {});
    },
    listen(onMessage) {
      const element = document.getElementById('data');
      if (element) onMessage({ type: 'data', data: JSON.parse(element.textContent ?? 'null') as PageData });
    },
    // A browser may forbid storage to files: the page then begins anew each time.
    load() {
      try {
        return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
      } catch {
        return undefined;
      }
    },
    save(state) {
      try {
        sessionStorage.setItem(KEPT, JSON.stringify(state));
      } catch {
        // See above.
      }
    },
  };
}
