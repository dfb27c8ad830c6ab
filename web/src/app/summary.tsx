//! On narrow screens, the numbers of the selected index at the lower edge, while one types above.

import type { VNode } from "preact";
import { bytes, secondsBand } from "../core/format.ts";
import { selected } from "../state/signals.ts";

export function Summary(): VNode | null {
  const estimate = selected.value?.result.value.estimate;
  if (estimate === null || estimate === undefined) {
    return null;
  }
  return (
    <button type="button" class="summary" onClick={() => jump("results-title")}>
      <span><b>{bytes(estimate.index_bytes)}</b> index</span>
      <span><b>{estimate.maintenance_work_mem}</b> memory</span>
      <span><b>{secondsBand(estimate.build_seconds_low, estimate.build_seconds_high)}</b></span>
    </button>
  );
}

/** Goes to a heading; a link would put its name where the form stands. */
export function jump(id: string): void {
  const it = document.getElementById(id);
  it?.setAttribute("tabindex", "-1");
  it?.scrollIntoView();
  it?.focus({ preventScroll: true });
}
