/** The little of playwright's interface that the tests of the page use: the library lies in the test host, not in node_modules. */
export interface Locator {
  click(): Promise<void>;
  count(): Promise<number>;
  evaluateAll<T>(read: (elements: Element[]) => T): Promise<T>;
  fill(value: string): Promise<void>;
  first(): Locator;
  focus(): Promise<void>;
  getAttribute(name: string): Promise<string | null>;
  innerText(): Promise<string>;
  inputValue(): Promise<string>;
  press(key: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  textContent(): Promise<string | null>;
}

export interface Page {
  readonly keyboard: { press(key: string): Promise<void> };
  close(): Promise<void>;
  evaluate<T>(read: string | (() => T | Promise<T>)): Promise<T>;
  evaluate<A, T>(read: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  goto(url: string): Promise<unknown>;
  locator(selector: string): Locator;
  on(event: 'console', listen: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listen: (error: Error) => void): void;
  on(event: 'request', listen: (request: { url(): string }) => void): void;
  on(event: 'dialog', listen: (dialog: { message(): string; dismiss(): Promise<void> }) => void): void;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
}

export interface PageOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active';
}

export interface Browser {
  newPage(options: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Opens the Chromium of the test host at `host`; what it writes lies in `temporary`. */
export function openBrowser(host: string, temporary?: string): Promise<Browser>;
