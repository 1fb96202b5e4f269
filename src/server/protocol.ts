/**
 * The private messages between the language server and its clients. Everything else is standard LSP. The types are plain and name
 * no library, so that client and server may use different versions of it.
 */
import type { ModelRow } from '../core/editor/models.ts';
import type { Diff } from '../core/report/diff.ts';
import type { PageData } from '../core/report/page.ts';
import type { Report, Site } from '../core/report/report.ts';
import type { Interval } from '../core/tokens/interval.ts';

/** LSP's positions, in the encoding that client and server have agreed on. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** LSP's WorkspaceEdit, as far as the server makes it. */
export interface WorkspaceEdit {
  readonly documentChanges: readonly (
    | { readonly kind: 'create'; readonly uri: string; readonly options: { readonly ignoreIfExists: true } }
    | {
        readonly textDocument: { readonly uri: string; readonly version: number | null };
        readonly edits: readonly { readonly range: Range; readonly newText: string }[];
      }
  )[];
}

/** `initializationOptions`. Every key is optional. */
export interface InitializationOptions {
  /** Markdown may hold links to commands: to `explain` below, and to `costlint.showInReport`, which opens the client's report page. */
  readonly commandLinks?: boolean;
  /** The client runs the commands of lenses itself; otherwise the server does, through executeCommand. */
  readonly ownCommands?: boolean;
  /** Settings for clients that have no `workspace/configuration`: the same shape as `Settings`. */
  readonly settings?: Partial<Settings>;
}

/** What the server asks of the client's section `costlint`; one answer for each folder. */
export interface Settings {
  readonly enable: boolean;
  /** Severity by rule. */
  readonly rules: Readonly<Record<string, unknown>>;
  readonly diagnostics: { readonly minimumSaving: number };
  readonly usage: { readonly callsPerMonth: number | null };
  readonly codeLens: { readonly enable: boolean; readonly showDelta: boolean };
  /** The branch or commit to compare with; `auto` for the default branch. */
  readonly diff: { readonly base: string };
  readonly inlayHints: { readonly show: 'off' | 'large' | 'all'; readonly minimumTokens: number };
  /** A configuration file to use instead of looking for one, relative to the folder. */
  readonly config: { readonly path: string };
}

/** Commands of lenses and code actions, with their arguments. The server executes them too. */
export const COMMANDS = {
  /** [uri, siteId]: shows how the cost of the site is made. */
  explain: 'costlint.explain',
  /** [uri, siteId]: shows what has changed in the file of a call since the base. */
  openChanges: 'costlint.openChanges',
  /** [uri, siteId, callsPerMonth?]: writes the traffic of the call into the configuration. Without a number the client asks for one. */
  setTraffic: 'costlint.setTraffic',
  /**
   * [uri, siteId or position, perMonth?]: writes a budget for the feature of a call into the configuration. Without an amount, USD
   * a month, the client asks for one.
   */
  addBudget: 'costlint.addBudget',
  /** [uri, range]: shows the quick fixes there. */
  showFixes: 'costlint.showFixes',
  /** [uri]: applies the safe fixes of a document. */
  fixAll: 'costlint.fixAll',
  /** [uri, rule]: opens the page of a rule. */
  openRule: 'costlint.openRule',
  /** [uri, range, rule, reason?]: silences a finding by a comment above it. */
  suppress: 'costlint.suppress',
  /** [folder?]: shows the report as text. */
  report: 'costlint.report',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Requests from the client: name → parameters and result. `folder` is the URI of a workspace folder; by default the first. */
export interface Requests {
  /** The report of a folder, with the texts of open documents. Waits for the scan of the folder. */
  'costlint/report': { readonly params: { readonly folder?: string }; readonly result: Report | null };
  /** What the report page of a folder shows. Waits for the scan of the folder. */
  'costlint/page': { readonly params: { readonly folder?: string }; readonly result: PageData | null };
  /** The edit of a fix of a finding in the report of a folder; null when the finding is gone. */
  'costlint/fix': {
    readonly params: { readonly folder?: string; readonly fingerprint: string; readonly fix: number };
    readonly result: WorkspaceEdit | null;
  };
  /** The edit that writes a what-if question into the configuration file of a folder; null when there is no file to write. */
  'costlint/scenario': {
    readonly params: { readonly folder?: string; readonly name: string; readonly pairs: readonly (readonly [string, string])[] };
    readonly result: WorkspaceEdit | null;
  };
  /** The edit that gives a key of the configuration a value to begin with, null where it has one, and where that stands then; null when nothing can be written. */
  'costlint/declare': {
    readonly params: { readonly folder?: string; readonly path: readonly string[]; readonly value: unknown };
    readonly result: { readonly edit: WorkspaceEdit | null; readonly path: string; readonly line: number; readonly column: number } | null;
  };
  /** The call at a position, else the nearest one of the document. */
  'costlint/site': { readonly params: { readonly uri: string; readonly position: Position }; readonly result: SiteAnswer };
  /** How the cost of a call is made, as Markdown; '' where there is none. */
  'costlint/explain': {
    readonly params: { readonly uri: string; readonly position?: Position; readonly siteId?: string };
    readonly result: { readonly markdown: string };
  };
  /** The same call in every priced model, cheapest first. */
  'costlint/models': { readonly params: { readonly uri: string; readonly siteId: string }; readonly result: readonly ModelRow[] };
  /** Tokens of a text in a model: the named one, else that of the call nearest to `position`, else of the first call of the document. */
  'costlint/count': {
    readonly params: { readonly text: string; readonly uri?: string; readonly position?: Position; readonly model?: string };
    readonly result: CountAnswer;
  };
  'costlint/price': { readonly params: { readonly model: string; readonly uri?: string }; readonly result: PriceAnswer };
  /** The edit that writes calls a month of a call into the configuration file; null when there is no such call, or no file to write. */
  'costlint/traffic': {
    readonly params: { readonly uri: string; readonly siteId: string; readonly callsPerMonth: number };
    readonly result: WorkspaceEdit | null;
  };
  /**
   * What the work tree of a folder costs, as it is on disk, beside the commit that it has in common with `base`: by default the
   * branch of the settings.
   */
  'costlint/diff': { readonly params: { readonly folder?: string; readonly base?: string }; readonly result: DiffAnswer };
  /**
   * Downloads newer prices and writes them beside the configuration of a folder. The only request for which the server opens a
   * connection: clients ask their users first. `from`: another source than the public collection, an address or a file.
   */
  'costlint/updatePrices': { readonly params: { readonly folder?: string; readonly from?: string }; readonly result: RenewedPrices };
  /** The text of a document in the base of the lenses; with `siteId` of the file in which that call stood there. */
  'costlint/baseText': { readonly params: { readonly uri: string; readonly siteId?: string }; readonly result: BaseText };
  /**
   * The edit that limits what the feature of a call costs, in USD a month; of a call without a feature, what its function costs, or its
   * file. Null when there is no such call, no file to write, or a file that is no configuration.
   */
  'costlint/budget': {
    readonly params: { readonly uri: string; readonly siteId?: string; readonly position?: Position; readonly perMonth: number };
    readonly result: WorkspaceEdit | null;
  };
}

export interface DiffAnswer {
  readonly diff: Diff | null;
  /** The same to be read, with links to the files; '' without a diff. */
  readonly markdown: string;
  /** A sentence that says why there is nothing to compare with, and what to do; null when there is. */
  readonly reason: string | null;
}

export interface RenewedPrices {
  /** `failed`: everything is as it was, `text` says why. */
  readonly state: 'renewed' | 'unchanged' | 'failed';
  /** What differs, a line for each model. */
  readonly text: string;
}

export interface BaseText {
  /** Null where the base does not have the file, or is not known. */
  readonly text: string | null;
  /** As a reader names it: `main`; null when it is not known. */
  readonly base: string | null;
  /** Relative to the folder, POSIX. */
  readonly path: string;
}

export interface SiteAnswer {
  readonly site: Site | null;
  /** Where the call stands in the document, in the agreed encoding. */
  readonly range: Range | null;
}

export type { ModelRow };

export interface CountAnswer {
  readonly tokens: Interval;
  readonly exact: boolean;
  readonly tokenizer: string;
  readonly model: string | null;
  /** USD to send it once; null when the model has no price. */
  readonly perCall: number | null;
}

export interface PriceAnswer {
  /** USD per 1M tokens, by provider; empty when the model is unpriced: `reason` says why. */
  readonly rows: readonly {
    readonly provider: string;
    readonly model: string;
    readonly input: number;
    readonly output: number | null;
    readonly cacheRead: number | null;
    readonly cacheWrite: number | null;
    readonly window: number | null;
  }[];
  readonly reason: string | null;
  readonly source: string;
  readonly asOf: string;
  readonly url: string | null;
}

/** Notifications from the server. */
export interface Notifications {
  /** The numbers of a folder have changed; at most once a second. */
  'costlint/changed': { readonly folder: string };
  'costlint/status': Status;
}

export interface Status {
  readonly folder: string;
  /** `skipped`: there is nothing to do, or it cannot be done; `message` says why. */
  readonly state: 'idle' | 'analysing' | 'skipped' | 'failed';
  readonly message?: string;
  /** Of a document that is not analysed: too large, binary. */
  readonly uri?: string;
  readonly prices?: { readonly asOf: string; readonly stale?: string };
}

/** Requests of a server in a web worker, which has no disk: texts of files, names in folders, and what ships with Costlint. */
export interface HostRequests {
  'costlint/host': {
    readonly params:
      | { readonly read: readonly string[] }
      | { readonly list: readonly string[] }
      /** Bytes as base64. */
      | { readonly asset: string };
    readonly result: {
      /** By URI; null where there is none. */
      readonly texts?: Readonly<Record<string, string | null>>;
      /** By URI; folders end in `/`. */
      readonly names?: Readonly<Record<string, readonly string[]>>;
      readonly bytes?: string;
    };
  };
}
