//! The page: header, form, what follows, pictures, migration.

import type { VNode } from "preact";
import "./app.css";
import { Form } from "../form/form.tsx";
import { Output } from "../output/index.ts";
import { Results } from "../results/results.tsx";
import { currentPlan, isStale, needTexts, planned } from "../state/planner.ts";
import { Header } from "./header.tsx";
import { Notices } from "./notices.tsx";
import { Panels } from "./panels.tsx";
import { Pictures, Timeline } from "./pictures.tsx";
import { ProblemSummary } from "./problems.tsx";
import { jump, Summary } from "./summary.tsx";

export function App(): VNode {
  return (
    <>
      <button type="button" class="skip" onClick={() => jump("results-title")}>
        Skip to what follows
      </button>
      <Header />
      <Notices />
      <main class="main">
        <div class="side">
          <Form />
        </div>
        <div class="follow">
          <ProblemSummary />
          <Results />
          <Pictures />
          <Timeline />
          <Migration />
        </div>
      </main>
      <Summary />
      <footer class="foot">
        <p>
          Numbers come from pgvector's page layout and from measured builds; the same core as the command{" "}
          <code>hnswkit</code>, compiled to WebAssembly.
        </p>
      </footer>
      <Panels />
    </>
  );
}

function Migration(): VNode | null {
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
