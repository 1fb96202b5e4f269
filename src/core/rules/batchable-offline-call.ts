import { globMatcher } from '../config/globs.ts';
import { defineRule } from './rule.ts';

export default defineRule({
  id: 'batchable-offline-call',
  summary: 'Send work that nobody waits for through the batch API.',
  why: 'Vendors take half the price for requests that may be answered within a day. Scripts, scheduled jobs and evaluations rarely need more.',
  category: 'waste',
  severity: 'info',
  fix: 'none',
  options: {
    paths: {
      type: 'string',
      default: '**/scripts/**,**/jobs/**,**/cron/**,**/backfill*/**,**/etl/**,**/ingest*/**,**/*.ipynb',
      description: 'Globs of files whose calls nobody waits for, separated by commas.',
    },
  },
  check(priced, cx) {
    const { site } = priced;
    if (!site.perItem || site.batch || site.grows || (site.kind !== 'llm-call' && site.kind !== 'wrapped-call')) return;
    if (site.loop.state !== 'none' || site.parts.some(({ role }) => role === 'tools' || role === 'history')) return;
    if (
      !globMatcher(
        cx
          .option<string>('paths')
          .split(',')
          .map((glob) => glob.trim()),
      )(site.place.path)
    )
      return;
    const impact = cx.saving(priced, { batch: true });
    if (!impact || impact.expected <= 0) return;
    cx.report({
      at: site.place,
      message:
        'One request for each item, at the price of an answer at once, in a file that runs offline: the batch API of the vendor costs less.',
      impact,
      related: [{ at: site.perItem, message: 'the loop over the items' }],
    });
  },
});
