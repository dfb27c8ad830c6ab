//! The migration with everything that can be copied, as the planner keeps it.

import type { VNode } from "preact";
import { Output } from "../output/index.ts";
import { chooseRunbook, currentPlan, needTexts, planned } from "../state/planner.ts";
import { hasProblems } from "../state/problems.ts";

export function Migration(): VNode | null {
  const answer = planned.value;
  if (answer === null) {
    return null;
  }
  return (
    <section class="migration" aria-labelledby="migration-title">
      <h2 id="migration-title">The migration</h2>
      <Output
        answer={answer}
        // A plan that is a few milliseconds behind is not marked; copying waits for it.
        stale={hasProblems.value}
        current={currentPlan}
        onNeed={(tab) => {
          if (tab === "monitor" || tab === "runbook" || tab === "toml" || tab === "command") {
            needTexts();
          }
        }}
        onRunbook={chooseRunbook}
      />
    </section>
  );
}
