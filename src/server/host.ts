/** What the server asks of the world it runs in: a Node process with a disk, or a web worker with a client that has one. */
import type { ConfigProblem } from '../core/config/parse.ts';
import type { Config, FolderConfig } from '../core/config/settings.ts';
import type { Host } from '../core/host.ts';
import type { Snapshot } from '../core/prices/snapshot.ts';
import type { Diff } from '../core/report/diff.ts';
import type { Base } from '../node/diff/base.ts';
import type { RenewedPrices } from './protocol.ts';

export interface ServerHost {
  readonly version: string;
  /** The day on which it runs, YYYY-MM-DD in UTC. */
  today(): string;
  /** A monotonic clock, milliseconds. */
  now(): number;
  asset(name: string): Promise<Uint8Array>;
  /** The folder of a URI; undefined for kinds of URI that the host cannot read: their documents are analysed alone. */
  folder(uri: string): FolderHost | undefined;
}

export interface FolderHost extends Pick<Host, 'read' | 'list'> {
  /**
   * The configuration that holds in the folder, and those of folders below it that speak for one of these files. `settings` are the
   * editor's: every file goes before them. `only`: a file that is used instead of looking for them; '' for none. `unsaved`: texts of
   * open documents by URI, in place of those on disk.
   */
  config(
    settings: { readonly path: string; readonly text: string },
    only: string,
    files: readonly string[],
    unsaved: ReadonlyMap<string, string>,
  ): Promise<Configured>;
  /** All files that may matter, with a first look at each; undefined when there is nothing to list, or when it was cancelled. */
  sift(config: Config, cancelled: () => boolean): Promise<SiftedFolder | undefined>;
  /** Forgets what was read of these files (all by default): they have changed. */
  forget(paths?: readonly string[]): void;
  /** Gets what was asked for and not there; true when something came. Where `read` can always read, there is nothing to get. */
  fill(): Promise<boolean>;
  /** Renews the prices of the folder; absent where there is no disk to write them on. See `Requests['costlint/updatePrices']`. */
  renewPrices?(only: string, source: { readonly from: string | undefined; readonly today: string }): Promise<RenewedPrices>;
  /** A sentence about what this host cannot do; undefined when it can do everything. */
  readonly limits: string | undefined;
  /** Compares with another branch; undefined where there is no git. Works in a thread of its own. */
  readonly branch?: BranchHost;
}

/** Who asks with which configuration. */
export interface BranchOptions {
  /** As for `config`. */
  readonly settings: { readonly path: string; readonly text: string };
  readonly only: string;
  /** The day that is priced, YYYY-MM-DD. */
  readonly at: string;
  /** A branch or commit; undefined for the default branch. */
  readonly base: string | undefined;
}

export interface BranchHost {
  /** Where HEAD and the base are, as a text that is cheap to get; '' without a repository. */
  where(base: string | undefined): Promise<string>;
  /** The commit in common with the base, and what the calls cost there, unless it is `known`. Rejects with a sentence that says why not. */
  base(options: BranchOptions & { readonly known: string | undefined }): Promise<Base>;
  /** The files on disk beside that commit. Rejects likewise. */
  diff(options: BranchOptions): Promise<Diff>;
  text(commit: string, path: string): Promise<string | undefined>;
}

export interface Configured {
  readonly config: Config;
  readonly folders: readonly FolderConfig[];
  /** Downloaded prices, in place of those that ship with Costlint. */
  readonly prices?: Snapshot | undefined;
  /** Their paths are as those of `files`. */
  readonly problems: readonly ConfigProblem[];
  /** What is right, but does not do what its writer may expect. */
  readonly notes?: readonly ConfigProblem[];
  /** The files that took part, the nearest first. Paths are relative to the folder; of those above it they begin with `../`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface SiftedFolder {
  /** All that were looked at. */
  readonly files: readonly string[];
  /** Files with LLM code. */
  readonly candidates: readonly string[];
  /** Of all other files: the modules that they import. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}
