//! What follows from the selected index: its numbers, each of which opens to where it comes from.

import type { ComponentChildren, VNode } from "preact";
import "./results.css";
import { bytes, count } from "../core/format.ts";
import type { IndexEstimate } from "../core/index.ts";
// Not from `index.ts`, which would bring the large pictures into the first load.
import { MemoryGauge } from "../pictures/memory.tsx";
import { Parts } from "../pictures/parts.tsx";
import { parseBytes } from "../state/number.ts";
import { planned } from "../state/planner.ts";
import { type IndexState, indexes, selected, target } from "../state/signals.ts";
import { bytesRange, type Figure, figures, isBand } from "./figures.ts";
import { Findings } from "./findings.tsx";
import { PageParts } from "./page-parts.tsx";
import { Totals } from "./total.tsx";

export function Results(): VNode {
  return (
    <section class="results" aria-labelledby="results-title">
      <h2 class="hidden" id="results-title">What follows</h2>
      <Selected />
      <Totals />
      <Findings />
    </section>
  );
}

function Selected(): VNode | null {
  const index = selected.value;
  if (index === undefined) {
    return null;
  }
  const { estimate, type, problems } = index.result.value;
  if (estimate === null) {
    return (
      <div class="card results-none">
        <p>
          {problems.length === 0
            ? "The core is being loaded."
            : "The numbers come as soon as the form says which vectors, and how many."}
        </p>
      </div>
    );
  }
  const isStale = 0 < problems.length;
  const list = figures(estimate);
  return (
    <div class={isStale ? "card results-card results-stale" : "card results-card"}>
      <header class="results-head">
        <h3 class="results-name">{nameOf(index, estimate)}</h3>
        <p class="results-what">
          {count(estimate.rows)} rows of {type} in {estimate.table}
        </p>
        {isStale && (
          <p class="results-old" role="note">
            These are the numbers of before: the form has a problem.
          </p>
        )}
      </header>
      <Size estimate={estimate} />
      <MemoryGauge estimate={estimate} ramBytes={parseBytes(target.value.ram)} />
      <div class="figures">
        {list.map((it) => <FigureRow key={it.id} figure={it} />)}
      </div>
      <details class="taken">
        <summary>Taken for granted</summary>
        <ul>
          {estimate.assumptions.map((it) => <li key={it}>{it}</li>)}
        </ul>
      </details>
    </div>
  );
}

/** Without a column the name is another, which only the whole plan knows. */
function nameOf(index: IndexState, estimate: IndexEstimate): string {
  const { name, expression, store } = index.draft.value;
  if (name.trim() !== "" || (expression.trim() === "" && store === "")) {
    return estimate.name;
  }
  return planned.value?.plan.indexes[indexes.value.indexOf(index)]?.name ?? estimate.name;
}

function Size({ estimate }: { estimate: IndexEstimate }): VNode {
  return (
    <details class="size">
      <summary>
        <span class="size-name">Index size</span>
        <span class="size-value" data-number="size">{bytes(estimate.index_bytes)}</span>
        <span class="size-band">
          {count(estimate.pages)} pages of 8 KiB
          {isBand(estimate) && `; ${bytesRange(estimate)}`}
        </span>
      </summary>
      <Parts parts={estimate.parts} total={estimate.index_bytes} label="Index size" />
    </details>
  );
}

function FigureRow({ figure }: { figure: Figure }): VNode {
  return (
    <details class="figure">
      <summary>
        <span class="figure-name">{figure.name}</span>
        <span class="figure-value" data-number={figure.id}>{figure.value}</span>
        <span class="figure-remark">{figure.remark}</span>
      </summary>
      <Opened>
        {figure.why.map((it) => <p key={it}>{sentence(it)}</p>)}
        {figure.id === "row" && <PageParts />}
        {0 < figure.parts.length && (
          <Parts parts={figure.parts} total={figure.total} label={figure.name} />
        )}
      </Opened>
    </details>
  );
}

function Opened({ children }: { children: ComponentChildren }): VNode {
  return <div class="figure-opened">{children}</div>;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
