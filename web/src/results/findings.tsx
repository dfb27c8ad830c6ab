//! The findings of the plan: what is the matter, and what to do.

import type { VNode } from "preact";
import type { PlanFinding } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { planned } from "../state/planner.ts";
import { hasProblems } from "../state/problems.ts";
import { indexes, selected } from "../state/signals.ts";

/** So many are shown at once; a hundred indexes have hundreds. */
const SHOWN = 12;

export function Findings(): VNode | null {
  const plan = planned.value?.plan;
  if (plan === undefined) {
    return null;
  }
  const now = selected.value;
  const at = now === undefined ? -1 : indexes.value.indexOf(now);
  const name = plan.indexes[at]?.name;
  // Those of the index on the screen first, and within them the order of the core.
  const mine = plan.findings.filter((it) => it.index === name || it.index === null);
  const others = plan.findings.length - mine.length;
  return (
    <section class={hasProblems.value ? "card findings findings-stale" : "card findings"} aria-labelledby="findings-title">
      <h3 id="findings-title">
        Findings{hasProblems.value && <span class="totals-note">of before</span>}
      </h3>
      {mine.length === 0 && <p class="findings-none">Nothing to say about this index.</p>}
      <ul class="findings-list">
        {mine.slice(0, SHOWN).map((it) => <Finding key={`${it.id} ${it.index}`} finding={it} />)}
      </ul>
      {0 < others && (
        <p class="findings-more">
          {others === 1 ? "One more is" : `${others} more are`} about other indexes; the plan has them all.
        </p>
      )}
    </section>
  );
}

function Finding({ finding }: { finding: PlanFinding }): VNode {
  const isWarning = finding.severity === "warning";
  return (
    <li class={isWarning ? "finding finding-warning" : "finding finding-hint"}>
      <p>
        <span class="finding-severity">{finding.severity}</span>
        <Prose text={finding.message} />
      </p>
      {finding.help !== "" && <p class="finding-help"><Prose text={finding.help} /></p>}
    </li>
  );
}
