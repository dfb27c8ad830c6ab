//! Numbers of the operation as the command prints them.

import { band, bytes, count, seconds } from "../core/format.ts";
import type { EstimateFigure, IndexSearch } from "../core/index.ts";

/** A number in its unit, as in `6.3 KiB`, `1.6 ms`, `3.1 %`. */
export function inUnit(value: number, unit: string): string {
  switch (unit) {
    case "bytes":
      return bytes(Math.max(0, value));
    case "seconds":
      return value === 0 ? "0 s" : value < 0.0995 ? `${(1e3 * value).toFixed(1)} ms` : seconds(value);
    case "share":
      return `${(100 * value).toFixed(0.1 <= value || value === 0 ? 0 : 1)} %`;
    case "cost":
      return value.toFixed(2);
    default:
      return 10 <= value || Number.isInteger(value) ? count(value) : value.toFixed(1);
  }
}

/** A figure from its least to its most; one number when both read the same. */
export function figureText({ low, high, unit }: EstimateFigure): string {
  return band(inUnit(low, unit), inUnit(high, unit));
}

/** A share with two digits that count, as in `0.12 %`. */
export function share(value: number): string {
  const percent = 100 * value;
  const digits = 10 <= percent ? 0 : 1 <= percent ? 1 : 0.1 <= percent ? 2 : 4;
  return `${Number(percent.toFixed(digits))} %`;
}

/** A number that is known to 2 %, with two digits that count. */
export function about(n: number): string {
  let unit = 1;
  while (100 * unit <= n) {
    unit *= 10;
  }
  return count(Math.round(n / unit) * unit);
}

/** Plans as EXPLAIN shows them. */
const PLANS: Record<string, string> = {
  index: "Index Scan",
  sequential: "Seq Scan and Sort",
  parallel_sequential: "Parallel Seq Scan and Sort",
  filter_index: "the index of the filter and Sort",
};

/** What EXPLAIN shows. */
export function planOf(it: IndexSearch): string {
  return PLANS[it.access] ?? it.access;
}

/** What each way costs, in the planner's units. */
export function costsOf(it: IndexSearch): string {
  const costs = [
    `${count(it.index_cost)} for the Index Scan`,
    `${count(it.sequential_cost)} for reading and sorting the table`,
  ];
  if (it.filter_index_cost !== null) {
    costs.push(`${count(it.filter_index_cost)} for the index of the filter`);
  }
  return `Costs: ${costs.join(", ")}.`;
}

/** With this `hnsw.ef_search` every one is meant. */
const MOST_EF_SEARCH = 1000;

/** How far from here the index is taken. */
export function boundsOf(it: IndexSearch): string {
  const list: string[] = [];
  if (it.index_from_rows !== null) {
    list.push(`from about ${about(it.index_from_rows)} rows on`);
  }
  if (it.index_up_to_limit !== null) {
    list.push(`up to about LIMIT ${about(it.index_up_to_limit)}`);
  }
  if (it.index_from_selectivity !== null) {
    list.push(`as long as ${share(it.index_from_selectivity)} of the rows pass`);
  }
  if (it.index_up_to_ef_search !== null) {
    const most = it.index_up_to_ef_search;
    list.push(most === MOST_EF_SEARCH ? "with any hnsw.ef_search" : `up to about hnsw.ef_search = ${about(most)}`);
  }
  return list.length === 0
    ? "The index is never taken for this search, whatever the rows."
    : `The index is taken ${list.join(", ")}, each with all else as it is.`;
}

const ENDS: Record<string, [string, string]> = {
  ef_search: ["where hnsw.ef_search ends it", ""],
  // An iterative scan visits at least so many, and often more.
  max_scan_tuples: ["where hnsw.max_scan_tuples ends it", " or more"],
  scan_memory: ["where work_mem × hnsw.scan_mem_multiplier ends it", " or more"],
  all_rows: ["which are all", ""],
};

/** What a scan of the index returns of the `wanted` rows. */
export function rowsOf(it: IndexSearch, wanted: string): string {
  const [ends, more] = ENDS[it.ends] ?? ["", ""];
  const from = `it chooses from ${count(it.candidates)}${more}, ${ends}`;
  if (0.9995 <= it.complete_share) {
    return `A scan of the index returns all ${wanted}: ${from}.`;
  }
  const mean = it.returned_rows_mean;
  const rounded = Math.abs(mean - Math.round(mean)) < 0.05 ? mean.toFixed(0) : mean.toFixed(1);
  const complete = it.complete_share < 0.0005 ? "none" : share(it.complete_share);
  return (
    `A scan of the index returns ${rounded}${more} of ${wanted} on average: ${from}; nineteen of twenty searches ` +
    `get ${count(it.returned_rows_low)} or more, and ${complete}${complete === "none" ? "" : more} of them all.`
  );
}

/** Ways to enlarge `/dev/shm` that people of a platform have; all of them for an unknown one. */
export function settingsOf(platform: string): readonly string[] {
  switch (platform) {
    case "docker":
      return ["docker", "compose", "postgresql", "serial"];
    case "kubernetes":
      return ["kubernetes", "postgresql", "serial"];
    case "cloudnative-pg":
      return ["cloudnative-pg", "postgresql", "serial"];
    case "self-hosted":
    case "zalando":
    case "pgo":
    case "stackgres":
      return ["postgresql", "serial"];
    default:
      return ["serial"];
  }
}

/** A sentence of what the core says in passing. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:!?]$/.test(text) ? "" : "."}`;
}
