//! The page: header, form, what follows, pictures, migration.

import type { VNode } from "preact";
import "./app.css";
import { Form } from "../form/form.tsx";
import { Results } from "../results/results.tsx";
import { Below } from "./below.tsx";
import { Header } from "./header.tsx";
import { Notices } from "./notices.tsx";
import { Panels } from "./panels.tsx";
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
          <ProblemSummary />
        </div>
        <div class="follow">
          <Results />
          <Below />
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
