//! Other choices for an index, and what they save.

import { Fragment, type VNode } from "preact";
import { bytes, secondsBand } from "../core/format.ts";
import type { EstimateAlternative } from "../core/index.ts";
import { Prose } from "../form/prose.tsx";
import type { IndexDraft, IndexKey } from "../state/draft.ts";
import { editIndex } from "../state/store.ts";
import { sentence } from "./words.ts";

/** The edit of the form that makes a choice; null where the form cannot. */
export function editFor(it: EstimateAlternative, draft: IndexDraft): Partial<Record<IndexKey, string>> | null {
  const dimensions = /\((\d+)\)/.exec(it.type)?.[1];
  const isPlain = draft.type === "vector" && draft.expression.trim() === "" && draft.quantize === "" && draft.store === "";
  switch (it.id) {
    case "smaller-m":
    case "larger-m":
      return { m: String(it.m) };
    case "halfvec":
      return isPlain ? { store: "halfvec" } : null;
    case "bit":
      return isPlain ? { store: "binary", metric: "hamming" } : null;
    case "fewer-dimensions":
    case "more-dimensions":
      return dimensions === undefined || draft.expression.trim() !== "" || draft.subvector !== "" ? null : { dimensions };
    default:
      return null;
  }
}

export function Choices({ list, draft }: { list: EstimateAlternative[]; draft: IndexDraft }): VNode {
  if (list.length === 0) {
    return <p class="around-lead">No neighboring choice makes a difference to speak of, or there are too many indexes to compare.</p>;
  }
  return (
    <div class="parts-scroll">
      <table class="pictures-table around-choices">
        <caption class="pictures-hidden">Other choices and what they save</caption>
        <thead>
          <tr>
            <th scope="col">choice</th>
            <th scope="col" class="pictures-number">index</th>
            <th scope="col" class="pictures-number">saves</th>
            <th scope="col" class="pictures-number">memory</th>
            <th scope="col" class="pictures-number">time</th>
            <th scope="col"><span class="hidden">try it</span></th>
          </tr>
        </thead>
        <tbody>
          {list.map((it) => {
            const edit = editFor(it, draft);
            const name = it.id.endsWith("-m") ? `m = ${it.m}` : it.type;
            return (
              <Fragment key={it.id}>
                <tr>
                  <th scope="row"><b>{name}</b></th>
                  <td class="pictures-number">{bytes(it.index_bytes)}</td>
                  <td class="pictures-number">{saved(it.saved_bytes)}</td>
                  <td class="pictures-number">{bytes(it.build_memory_bytes)}</td>
                  <td class="pictures-number">{secondsBand(it.build_seconds_low, it.build_seconds_high)}</td>
                  <td class="pictures-number">
                    {edit !== null && (
                      <button type="button" class="button-small" aria-label={`Try ${name}`} onClick={() => editIndex(edit)}>
                        Try
                      </button>
                    )}
                  </td>
                </tr>
                <tr class="around-why"><td colSpan={6}>
                    <span class="around-narrow">
                      {bytes(it.build_memory_bytes)} of memory, {secondsBand(it.build_seconds_low, it.build_seconds_high)}.{" "}
                    </span>
                    <Prose text={sentence(it.why)} />
                  </td></tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function saved(n: number): string {
  return n === 0 ? "nothing" : n < 0 ? `−${bytes(-n)}` : bytes(n);
}
