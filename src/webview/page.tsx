/** The sections of the page in their order, and the states in which there is nothing to show. */

import { Anatomy } from './panels/anatomy.tsx';
import { Assumptions } from './panels/assumptions.tsx';
import { Calls } from './panels/calls.tsx';
import { Changes } from './panels/changes.tsx';
import { Decisions } from './panels/decisions.tsx';
import { FixFirst } from './panels/fix-first.tsx';
import { Headline } from './panels/headline.tsx';
import { Loops } from './panels/loops.tsx';
import { Outcomes } from './panels/outcomes.tsx';
import { PriceRisk } from './panels/price-risk.tsx';
import { Sensitivity } from './panels/sensitivity.tsx';
import { SpendMap } from './panels/spend-map.tsx';
import { Tasks } from './panels/tasks.tsx';
import { Users } from './panels/users.tsx';
import { WhatIf } from './panels/what-if.tsx';
import { calls, data, economy, isWhole, stale } from './state.ts';

export function Page() {
  const { value } = data;
  if (!value || !economy.value) return <p class="empty">Reading the report…</p>;
  if (calls.value.length === 0) return <Empty seen={value.report.files.seen} />;
  return (
    <>
      {stale.value && (
        <p class="banner" role="status">
          The code has changed since these numbers were made. They are being renewed.
        </p>
      )}
      <Headline />
      <main aria-busy={!isWhole.value}>
        <WhatIf />
        {isWhole.value && (
          <>
            <Anatomy />
            <SpendMap />
            <Changes />
            <Users />
            <Outcomes />
            <Tasks />
            <Loops />
            <FixFirst />
            <Calls />
            <Sensitivity />
            <PriceRisk />
            <Decisions />
            <Assumptions />
          </>
        )}
      </main>
    </>
  );
}

function Empty({ seen }: { readonly seen: number }) {
  return (
    <main class="empty">
      <h1>No LLM calls found</h1>
      <p>
        {seen} files were looked at for calls of known SDKs, HTTP requests to known APIs and agent frameworks. In-house SDKs and wrappers
        can be named under <code>sdks</code> in <code>costlint.config.json</code>.
      </p>
    </main>
  );
}
