/** The window in front of the host: what it shows, and what a user does in it. */
import { until } from './wait.ts';

/** Looks at and acts on the real window. Only where there is one: not under @vscode/test-electron. */
export async function look<T = unknown>(op: string, question: object = {}): Promise<T> {
  const response = await fetch(process.env.VSCODE_TEST_UI ?? '', { method: 'POST', body: JSON.stringify({ op, ...question }) });
  const { ok, value, error } = (await response.json()) as { ok: boolean; value: T; error: string };
  if (!ok) throw new Error(error);
  return value;
}

export const texts = (selector: string): Promise<string[]> =>
  look<string[]>('texts', { selector }).then((all) => all.map((text) => text.replaceAll('\u00a0', ' ')));

/** Waits until one of the elements that a selector names can be seen, with a text. */
export const onScreen = (selector: string, text: string): Promise<void> =>
  look('wait', { selector: `${selector}:has-text(${JSON.stringify(text)}):visible`, timeout: 30_000 });

/** The texts of all frames of the window: those of webviews too. */
export const frames = (): Promise<string[]> => look<string[]>('frames');

/** The text of the cost report's page, once it says `words`. */
export const reportPage = (words: string | RegExp): Promise<string> =>
  until(`the page with ${words}`, async () => (await frames()).find((text) => text.includes('What if') && text.match(words)));

/** Clicks an element of a webview, presses `key` on it, or only reads its text; gives the text. */
export const inFrame = (selector: string, question: { readonly key?: string; readonly text?: string } = {}): Promise<string | null> =>
  look<string | null>('in-frame', { selector, ...question });

/** What a script gives in the frame that has an element. */
export const scriptInFrame = <T>(selector: string, script: string): Promise<T> => look<T>('in-frame', { selector, script });
