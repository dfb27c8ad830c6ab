//! What was measured, beside what was estimated, and how queries are planned.

import type { ComponentChildren, VNode } from "preact";

import { bytes, count, exactBytes, percent, seconds } from "../core/format.ts";
import { estimateFor, type Prepared } from "./prepare.ts";
import type { Job, Measured, Neighbors } from "./protocol.ts";
import type { View } from "./view.ts";

interface ResultProps {
  view: View;
  job: Job;
  prepared: Prepared;
}

export function Result({ view, job, prepared }: ResultProps): VNode | null {
  const [first] = view.measured;
  if (first === undefined) {
    return null;
  }
  return (
    <section class="rehearse-result" aria-labelledby="rehearse-result-title">
      <h3 class="rehearse-title" id="rehearse-result-title">
        Measured beside estimated
      </h3>
      {view.measured.map((it) => (
        <One
          key={it.index}
          measured={it}
          name={job.indexes[it.index]?.name ?? ""}
          neighbors={view.neighbors.filter((one) => one.index === it.index)}
          prepared={prepared}
        />
      ))}
      <p class="rehearse-hint">
        The estimate is for the rows that the index really holds. Neighbors found: of the{" "}
        {first.neighbors} nearest rows by a full scan, the share that the index gives with ef_search
        at its default, over {first.queries} queries on random vectors.
      </p>
    </section>
  );
}

interface OneProps {
  measured: Measured;
  name: string;
  neighbors: Neighbors[];
  prepared: Prepared;
}

function One({ measured, name, neighbors, prepared }: OneProps): VNode {
  const estimate = estimateFor(prepared, measured.index, measured.rows);
  return (
    <article class="rehearse-one" aria-label={name}>
      <h4 class="rehearse-subtitle">
        <code>{name}</code>
      </h4>
      <dl class="rehearse-facts">
        <Fact name="Rows in it" small={`of ${count(measured.tableRows)} in the table`}>
          {count(measured.rows)}
        </Fact>
        <Fact name="Size measured" small={exactBytes(measured.bytes)}>
          {bytes(measured.bytes)}
        </Fact>
        <Fact name="Size estimated" small={estimate === null ? "" : exactBytes(estimate.index_bytes)}>
          {estimate === null ? "unknown" : bytes(estimate.index_bytes)}
        </Fact>
        <Fact name="Difference" small={estimate === null ? "" : pages(measured.bytes, estimate.index_bytes)}>
          {estimate === null ? "unknown" : difference(measured.bytes, estimate.index_bytes)}
        </Fact>
        <Fact name="Build" small="in this browser">
          {seconds(measured.buildSeconds)}
        </Fact>
        <Fact name="Neighbors found" small="of a full scan's">
          {measured.recall === null ? "no rows" : percent(measured.recall)}
        </Fact>
      </dl>
      <details class="rehearse-queries">
        <summary>{answers(neighbors)}</summary>
        <pre class="rehearse-pre rehearse-explain" tabIndex={0}>
          {neighbors[0]?.sql}
        </pre>
        <div class="rehearse-pair">
          {neighbors.map((it, at) => (
            <figure key={at} class="rehearse-plan">
              <figcaption>{caption(it)}</figcaption>
              <pre class="rehearse-pre rehearse-explain" tabIndex={0}>
                {it.plan.join("\n")}
              </pre>
            </figure>
          ))}
        </div>
      </details>
    </article>
  );
}

function Fact(props: { name: string; small: string; children: ComponentChildren }): VNode {
  return (
    <div class="rehearse-fact">
      <dt>{props.name}</dt>
      <dd>
        {props.children}
        <small>{props.small}</small>
      </dd>
    </div>
  );
}

/** How far the measured size is from the estimate. */
export function difference(measured: number, estimated: number): string {
  if (measured === estimated) {
    return "none";
  }
  return `${measured > estimated ? "+" : "−"}${percent(Math.abs(measured - estimated) / estimated)}`;
}

/** The same in pages of 8 kB. */
export function pages(measured: number, estimated: number): string {
  const pages = Math.round(Math.abs(measured - estimated) / 8192);
  return pages === 1 ? "1 page" : `${count(pages)} pages`;
}

function answers(neighbors: Neighbors[]): string {
  const after = neighbors.filter((it) => it.when === "after");
  if (after.some((it) => it.usesIndex && !it.forced)) {
    return "Query plans before and after: the index answers";
  }
  return after.some((it) => it.usesIndex)
    ? "Query plans before and after: the index answers when a scan is ruled out"
    : "Query plans before and after: the index is not used";
}

function caption({ when, usesIndex, forced }: Neighbors): string {
  if (when === "before") {
    return "Before: every row is read and sorted.";
  }
  if (usesIndex) {
    return forced
      ? "After, with enable_seqscan off: the index answers. The planner chooses it by itself once a scan of the table costs more."
      : "After: the index answers.";
  }
  return forced
    ? "After, with enable_seqscan off: the index is still not used. The query and the index do not match."
    : "After: for so few rows a scan still costs less.";
}
