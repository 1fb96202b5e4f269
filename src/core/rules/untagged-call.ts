import { isPaying } from '../analysis/paying.ts';
import type { Literal } from '../languages/write.ts';
import { defineRule, type PricedSite } from './rule.ts';

export default defineRule({
  id: 'untagged-call',
  summary: 'Tag calls with the feature that they serve.',
  why: 'The vendor’s bill knows models and days, no features. A tag on each request lets the bill be split by what it was for.',
  category: 'governance',
  severity: 'off',
  fix: 'suggestion',
  options: {},
  check(priced, cx) {
    const { site } = priced;
    const anchor = site.anchors.attribution;
    if (!isPaying(priced.site) || !anchor?.insert || anchor.whole) return;
    const tag = tagOf(priced);
    const value = taggingOf(anchor.parameter, tag);
    const edits = value === undefined ? undefined : cx.edit.set(site, 'attribution', value);
    cx.report({
      at: site.place,
      message: `Nothing on this request says what it is for. Set ${anchor.parameter}.`,
      fixes: edits && [{ title: `Tag it ${tag}`, safety: 'suggestion', edits }],
    });
  },
});

/** The feature, else the function around the call; a handler that is named by its HTTP method, and code outside of functions, go by folder or file. */
function tagOf({ site, cost }: PricedSite): string {
  const [file = '', folder = ''] = site.place.path.split('/').reverse();
  if (cost.feature !== null) return cost.feature;
  if (site.symbol === undefined) return file.replace(/\.[^.]*$/, '');
  return /^(?:GET|POST|PUT|PATCH|DELETE)$/.test(site.symbol) && folder !== '' ? folder : site.symbol;
}

/** Parameters that are tables of tags, and those of telemetry. What names the end user is no place for a feature. */
function taggingOf(parameter: string, tag: string): Literal | undefined {
  if (/^(?:metadata|labels|requestMetadata)$/.test(parameter)) return { entries: { feature: tag } };
  if (/telemetry$/.test(parameter)) return { entries: { isEnabled: true, functionId: tag } };
  return undefined;
}
