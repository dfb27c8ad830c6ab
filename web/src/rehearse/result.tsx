//! What was measured, beside what was estimated, and how queries are planned.

import type { VNode } from "preact";

import { bytes, bytesBand, count, percent, seconds } from "../core/format.ts";
import type { Job, Measured, Neighbors } from "./protocol.ts";
import { estimateFor, type Prepared } from "./prepare.ts";
import type { View } from "./view.ts";

interface ResultProps {
  view: View;
  job: Job;
  prepared: Prepared;
}

export function Result({ view, job, prepared }: ResultProps): VNode | null {
  if (view.measured.length === 0) {
    return null;
  }
  return (
    <section class="rehearse-result" aria-labelledby="rehearse-result-title">
      <h3 class="rehearse-title" id="rehearse-result-title">
        Measured beside estimated
      </h3>
      <div class="rehearse-scroll" tabIndex={0} role="region" aria-label="Measured beside estimated">
        <table class="rehearse-numbers">
          <thead>
            <tr>
              <th scope="col">Index</th>
              <th scope="col">Rows in it</th>
              <th scope="col">Measured</th>
              <th scope="col">Estimated</th>
              <th scope="col">Difference</th>
              <th scope="col">Build here</th>
              <th scope="col">Neighbors found</th>
            </tr>
          </thead>
          <tbody>
            {view.measured.map((it) => (
              <Row key={it.index} measured={it} job={job} prepared={prepared} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="rehearse-hint">
        The estimate is for the rows that the index really holds. Neighbors found: of the{" "}
        {view.measured[0]?.neighbors} nearest rows by a full scan, the share that the index gives
        with ef_search at its default, over {view.measured[0]?.queries} queries on random vectors.
      </p>
      <h3 class="rehearse-title">Queries before and after</h3>
      {job.indexes.map((index, at) => (
        <Plans
          key={at}
          name={index.name}
          neighbors={view.neighbors.filter((it) => it.index === at)}
        />
      ))}
    </section>
  );
}

function Row({ measured, job, prepared }: { measured: Measured; job: Job; prepared: Prepared }): VNode {
  const estimate = estimateFor(prepared, measured.index, measured.rows);
  return (
    <tr>
      <th scope="row">
        <code>{job.indexes[measured.index]?.name}</code>
      </th>
      <td>
        {count(measured.rows)} of {count(measured.tableRows)}
      </td>
      <td>
        <strong>{bytes(measured.bytes)}</strong>
      </td>
      <td>
        {estimate === null ? "unknown" : bytes(estimate.index_bytes)}
        {estimate === null ? null : (
          <small class="rehearse-band">{bytesBand(estimate.index_bytes_low, estimate.index_bytes_high)}</small>
        )}
      </td>
      <td>{estimate === null ? "" : difference(measured.bytes, estimate.index_bytes)}</td>
      <td>{seconds(measured.buildSeconds)}</td>
      <td>{measured.recall === null ? "no rows" : percent(measured.recall)}</td>
    </tr>
  );
}

/** How far the measured size is from the estimate, in percent and pages. */
export function difference(measured: number, estimated: number): string {
  const pages = Math.round((measured - estimated) / 8192);
  if (pages === 0) {
    return "none";
  }
  const share = (measured - estimated) / estimated;
  const sign = pages > 0 ? "+" : "−";
  const much = Math.abs(pages) === 1 ? "1 page" : `${count(Math.abs(pages))} pages`;
  return `${sign}${percent(Math.abs(share))} (${much})`;
}

function Plans({ name, neighbors }: { name: string; neighbors: Neighbors[] }): VNode {
  return (
    <div class="rehearse-plans">
      <h4 class="rehearse-subtitle">
        <code>{name}</code>
      </h4>
      <pre class="rehearse-pre" tabIndex={0}>
        {neighbors[0]?.sql}
      </pre>
      <div class="rehearse-pair">
        {neighbors.map((it, at) => (
          <figure key={at} class="rehearse-plan">
            <figcaption>{caption(it)}</figcaption>
            <pre class="rehearse-pre" tabIndex={0}>
              {it.plan.join("\n")}
            </pre>
          </figure>
        ))}
      </div>
    </div>
  );
}

function caption({ when, usesIndex, forced }: Neighbors): string {
  if (when === "before") {
    return "Before: every row is read and sorted.";
  }
  if (usesIndex) {
    return forced
      ? "After, with enable_seqscan off: the index answers. With more rows the planner chooses it by itself."
      : "After: the index answers.";
  }
  return forced
    ? "After, with enable_seqscan off: the index is still not used. The query and the index do not match."
    : "After: for so few rows the planner still thinks a scan is cheaper.";
}
