//! Everything that is wrong with the form, with links to the fields.

import type { VNode } from "preact";
import { fieldPath } from "../core/answer.ts";
import type { Problem } from "../core/index.ts";
import { label, problemId } from "../form/labels.ts";
import { Prose } from "../form/prose.tsx";
import { problems } from "../state/problems.ts";
import { indexes } from "../state/signals.ts";
import { select } from "../state/store.ts";

const SHOWN = 8;

export function ProblemSummary(): VNode {
  const list = problems.value;
  return (
    <div role="status" class="problems-live">
      {0 < list.length && (
        <section class="problems" aria-labelledby="problems-title">
          <h2 id="problems-title">
            {list.length === 1 ? "One field needs a look" : `${list.length} fields need a look`}
          </h2>
          <ul>
            {list.slice(0, SHOWN).map((it) => <Line key={`${it.field} ${it.message}`} problem={it} />)}
          </ul>
          {SHOWN < list.length && <p>And {list.length - SHOWN} more.</p>}
        </section>
      )}
    </div>
  );
}

function Line({ problem }: { problem: Problem }): VNode {
  const path = fieldPath(problem.field);
  if (path === null || path.key === "") {
    return <li><Prose text={problem.message} /></li>;
  }
  const index = path.section === "index" ? indexes.value[path.index] : undefined;
  const table = index?.draft.value.table ?? "";
  const where = index === undefined || indexes.value.length < 2
    ? label(path.section, path.key) + (path.section === "calibration" ? ` ${path.index + 1}` : "")
    : `${table === "" ? `Index ${path.index + 1}` : table}, ${label(path.section, path.key)}`;
  const go = (event: Event): void => {
    event.preventDefault();
    if (index !== undefined) {
      select(index.id);
    }
    // The fields of another index are drawn first.
    requestAnimationFrame(() => focusField(problemId(path.section, path.key, index === undefined ? path.index : 0)));
  };
  return (
    <li>
      <button type="button" class="problems-go" onClick={go}>{where}</button>:{" "}
      <Prose text={problem.message} />
    </li>
  );
}

function focusField(id: string): void {
  const it = document.getElementById(id);
  for (let details = it?.closest("details"); details; details = details.parentElement?.closest("details")) {
    details.open = true;
  }
  it?.scrollIntoView({ block: "center" });
  (it?.matches("input, select") === true ? it : it?.querySelector("input"))?.focus();
}
