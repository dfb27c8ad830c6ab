//! All indexes in one line.

import type { VNode } from "preact";
import { bytes, count, secondsBand } from "../core/format.ts";
import { totals } from "./totals.ts";

export function Totals(): VNode | null {
  const it = totals.value;
  if (it.indexes < 2) {
    return null;
  }
  return (
    <section class="card totals" aria-labelledby="totals-title">
      <h3 id="totals-title">
        All {it.indexes} indexes
        {!it.isComplete && <span class="totals-note">with numbers of before</span>}
      </h3>
      <dl class="totals-list">
        <div><dt>On disk</dt><dd data-number="total">{bytes(it.indexBytes)}</dd></div>
        <div><dt>WAL</dt><dd>{bytes(it.walBytes)}</dd></div>
        <div><dt>Most memory</dt><dd>{bytes(it.memoryBytes)}</dd></div>
        <div><dt>One after the other</dt><dd>{secondsBand(it.secondsLow, it.secondsHigh)}</dd></div>
        <div><dt>Rows</dt><dd>{count(it.rows)}</dd></div>
      </dl>
    </section>
  );
}
