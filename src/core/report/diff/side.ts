/** One side of a diff: the report over a state of the project, and what it was made of, so that parts of it can be put into the other side. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Place } from '../../analysis/analysis.ts';
import type { Pricing } from '../../analysis/cost.ts';
import type { Profile } from '../../economics/profile.ts';
import type { PricedSite } from '../../rules/rule.ts';
import type { Placer } from '../placer.ts';
import type { Report, Site } from '../report.ts';

export interface DiffSite extends PricedSite {
  /** Its entry in the report. */
  readonly entry: Site;
  readonly profile: Profile;
  /** The comment that declares its usage. */
  readonly declaredAt: Place | undefined;
}

export interface DiffSide {
  readonly report: Report;
  readonly sites: readonly DiffSite[];
  readonly pricing: Pricing;
  readonly place: Placer['place'];
  /** The text to which places refer. */
  readonly text: (path: string) => string | undefined;
  /** The configuration files below the root that hold here, the nearest first. */
  readonly configFiles: readonly string[];
}

/** Where the configuration says something under a key: `['usage', 'features', 'triage']`. */
export function configPlaces({ configFiles, text }: DiffSide, key: readonly string[]): readonly Place[] {
  return configFiles.flatMap((path): readonly Place[] => {
    const tree = parseTree(text(path) ?? '');
    const node = tree && findNodeAtLocation(tree, [...key]);
    // The property with its name, rather than its value alone.
    const whole = node?.parent?.type === 'property' ? node.parent : node;
    return whole ? [{ path, start: whole.offset, end: whole.offset + whole.length }] : [];
  });
}
