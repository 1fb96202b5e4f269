/** The shape in which library functions say what they give for their arguments. */
import type { Args, Folder } from './fold.ts';
import type { Known, Place } from './known.ts';

export interface Context {
  readonly args: Args;
  readonly place: Place;
  readonly folder: Folder;
  /** The file in which the call stands. */
  readonly from: string;
}

/** Undefined where nothing is known of the result. */
export type Meaning = (cx: Context) => Known | undefined;

export const first = (cx: Context): Known | undefined => cx.args.positional[0];
