//! What all indexes together take.

import { computed } from "@preact/signals";
import { indexes, pending } from "../state/signals.ts";

/** Sums where things add up, the largest where one index is built after the other. */
export interface Totals {
  indexes: number;
  rows: number;
  indexBytes: number;
  walBytes: number;
  /** The largest of any index. */
  memoryBytes: number;
  secondsLow: number;
  secondsHigh: number;
  /** Whether each index has numbers of the form as it is. */
  isComplete: boolean;
}

export const totals = computed<Totals>(() => {
  const out: Totals = {
    indexes: 0,
    rows: 0,
    indexBytes: 0,
    walBytes: 0,
    memoryBytes: 0,
    secondsLow: 0,
    secondsHigh: 0,
    isComplete: pending.value === 0,
  };
  for (const it of indexes.value) {
    const { estimate, problems } = it.result.value;
    out.isComplete &&= problems.length === 0 && estimate !== null;
    if (estimate !== null) {
      out.indexes += 1;
      out.rows += estimate.rows;
      out.indexBytes += estimate.index_bytes;
      out.walBytes += estimate.wal_bytes;
      out.memoryBytes = Math.max(out.memoryBytes, estimate.build_memory_bytes);
      out.secondsLow += estimate.build_seconds_low;
      out.secondsHigh += estimate.build_seconds_high;
    }
  }
  return out;
});
