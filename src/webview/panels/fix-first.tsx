/** Findings by what they save: what to do, where, and what it changes. */
import type { Finding } from '../../core/report/report.ts';
import { impactWords, percent } from '../../core/report/words.ts';
import { clipped, Panel, Quoted, Term } from '../panel.tsx';
import { data, host, open, select, selected } from '../state.ts';

const MOST = 20;

export function FixFirst() {
  const findings = (data.value?.report.findings ?? [])
    .filter(({ suppressed }) => suppressed === null)
    .sort((a, b) => savingOf(b) - savingOf(a) || RANK[a.severity] - RANK[b.severity]);
  if (findings.length === 0) return null;
  const total = data.value?.report.totals.perMonth.expected ?? 0;
  return (
    <Panel
      id="fix-first"
      title="Fix first"
      help="What the rules found, by what it saves in an expected month. A saving is the difference of two reports: with and without the change."
    >
      <ol class="findings">
        {findings.slice(0, MOST).map((finding) => (
          <li key={finding.fingerprint} class={finding.site !== null && selected.value === finding.site ? 'selected' : undefined}>
            <button type="button" class="link" onClick={() => open(finding)}>
              <Quoted>{`${finding.path}:${finding.range.start.line}`}</Quoted>
            </button>{' '}
            <span class={finding.severity}>{finding.severity}</span> <Quoted>{finding.message}</Quoted>{' '}
            {finding.impact && (
              <Term says={total > 0 ? `${percent(savingOf(finding) / total)} of the month` : 'of the month'}>
                <strong>{impactWords(finding.impact.perMonth)}</strong>
              </Term>
            )}
            <Fixes finding={finding} />
            {finding.site !== null && (
              <button type="button" class="link" onClick={() => select(finding.site ?? undefined)}>
                show the call
              </button>
            )}
          </li>
        ))}
      </ol>
      {findings.length > MOST && <p>… and {findings.length - MOST} more: costlint check lists them all.</p>}
    </Panel>
  );
}

const RANK = { error: 0, warning: 1, info: 2 } as const;
const savingOf = ({ impact }: Finding): number => impact?.perMonth.expected ?? 0;

/** In an editor the change can be looked at before it is made; in a file it is told. */
function Fixes({ finding }: { readonly finding: Finding }) {
  return (
    <>
      {finding.fixes.map(({ title, safety }, at) =>
        host.isEditor ? (
          <button key={title} type="button" onClick={() => host.send({ type: 'preview', fingerprint: finding.fingerprint, fix: at })}>
            Preview: {clipped(title)}
          </button>
        ) : (
          <span key={title} class="fix">
            <Term
              says={safety === 'safe' ? 'A safe fix: costlint --fix applies it.' : 'A suggestion: costlint --fix-suggestions applies it.'}
            >
              Fix
            </Term>
            : <Quoted>{title}</Quoted>
          </span>
        ),
      )}{' '}
    </>
  );
}
