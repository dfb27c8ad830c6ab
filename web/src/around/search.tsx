//! The search that the index is for: the plan, the rows that come back, and what to set.

import type { VNode } from "preact";
import type { IndexSearch } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import { around } from "../state/signals.ts";
import { editAround } from "../state/store.ts";
import { Figures } from "./figures.tsx";
import { boundsOf, costsOf, planOf, rowsOf, sentence } from "./words.ts";

/** Keys of `[query]` for the settings that are advised. */
const KEYS: Record<string, string> = {
  "hnsw.ef_search": "ef_search",
  "hnsw.iterative_scan": "iterative_scan",
  "hnsw.max_scan_tuples": "max_scan_tuples",
  "hnsw.scan_mem_multiplier": "scan_mem_multiplier",
};

/** Without a search: how to have one. */
export function NoSearch(): VNode {
  return (
    <>
      <p class="around-lead">
        Say how you search, in the form below "A search", and this says whether PostgreSQL takes the index, how many
        rows come back, and what to set.
      </p>
      <p>
        <button type="button" class="button-small" onClick={() => editAround({ "query.limit": "10" })}>
          ORDER BY … LIMIT 10
        </button>
      </p>
    </>
  );
}

export function Search({ it }: { it: IndexSearch }): VNode {
  const limit = around.value["query.limit"] ?? "10";
  const isIndex = it.access === "index";
  return (
    <>
      <p class="around-lead">
        PostgreSQL takes{" "}
        <strong class={isIndex ? "gauge-good" : "around-warn"} data-number="access">{planOf(it)}</strong>. {costsOf(it)}
      </p>
      <p>{boundsOf(it)}</p>
      <p>{rowsOf(it, limit)}</p>
      <p>{sentence(it.recall)}</p>
      {0 < it.suggestions.length && (
        <ul class="around-advice">
          {it.suggestions.map((one) => {
            const key = one.setting === null ? undefined : KEYS[one.setting];
            return (
              <li key={`${one.setting} ${one.why}`}>
                {one.setting !== null && <code>SET {one.setting} = {one.value}</code>}{" "}
                <span>{sentence(one.why)}</span>
                {key !== undefined && one.value !== null && (
                  <button
                    type="button"
                    class="button-small"
                    onClick={() => editAround({ [`query.${key}`]: one.value ?? "" })}
                  >
                    Reckon with it
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <details class="taken">
        <summary>What the planner reckons with</summary>
        <Figures list={it.parts} />
        <ul>{it.assumptions.map((one) => <li key={one}><Prose text={one} /></li>)}</ul>
      </details>
    </>
  );
}
