//! The migration with everything that can be copied, as the planner keeps it.

import type { VNode } from "preact";
import { Output } from "../output/index.ts";
import { currentPlan, isStale, needTexts, planned } from "../state/planner.ts";

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
        stale={isStale.value}
        current={currentPlan}
        onNeed={(tab) => {
          if (tab === "monitor" || tab === "runbook") {
            needTexts();
          }
        }}
      />
    </section>
  );
}
