//! What you want: the parameters of the graph, and what exactly is indexed.

import type { VNode } from "preact";
import { type IndexDraft, type IndexKey, OPERATION_KEYS, OPERATIONS } from "../state/draft.ts";
import { fromLog, SLIDER_STEPS, toLog, whole } from "../state/number.ts";
import { entry, needKeys } from "../state/offer.ts";
import { storedType } from "../state/spec.ts";
import { editIndex } from "../state/store.ts";
import { Choice, Few, Slider, Text } from "./controls.tsx";
import { Field } from "./field.tsx";
import { IndexText } from "./have.tsx";

export function Want({ draft }: { draft: IndexDraft }): VNode {
  return (
    <fieldset class="section">
      <legend>What you want</legend>
      <Operation draft={draft} />
      <Parameter draft={draft} name="m" />
      <Parameter draft={draft} name="ef_construction" />
      <JointRule draft={draft} />
      {draft.type === "vector" && draft.expression.trim() === "" && <Store draft={draft} />}
      <More draft={draft} />
    </fieldset>
  );
}

/** What is done with the index, and what only that takes. */
function Operation({ draft }: { draft: IndexDraft }): VNode {
  return (
    <>
      <Field section="index" name="operation">
        {(control) => (
          <Choice
            control={control}
            value={draft.operation}
            options={OPERATIONS.map((value) => ({ value, label: value }))}
            onChange={(operation) => {
              needKeys();
              editIndex({ operation });
            }}
          />
        )}
      </Field>
      {(OPERATION_KEYS[draft.operation] ?? []).map((name) => (
        <IndexText key={name} draft={draft} name={name} />
      ))}
    </>
  );
}

/** A parameter of the graph; its slider is logarithmic, as what it does is. */
function Parameter({ draft, name }: { draft: IndexDraft; name: "m" | "ef_construction" }): VNode {
  const known = entry("index", name);
  const [min, max] = [known?.min ?? 1, known?.max ?? 1000];
  const given = whole(draft[name]);
  const value = typeof given === "number" ? given : known?.default ?? min;
  return (
    <Field section="index" name={name}>
      {(control) => (
        <div class="slid">
          <Slider
            id={control.id}
            label={name}
            valueText={String(value)}
            min={0}
            max={SLIDER_STEPS}
            value={toLog(value, min, max)}
            onInput={(at) => editIndex({ [name]: String(Math.round(fromLog(at, min, max))) })}
          />
          <Text
            control={control}
            value={draft[name]}
            code
            numeric
            placeholder={known?.default === null ? undefined : String(known?.default)}
            onInput={(text) => editIndex({ [name]: text })}
          />
        </div>
      )}
    </Field>
  );
}

/** How the two parameters bind each other, with the numbers of now. */
function JointRule({ draft }: { draft: IndexDraft }): VNode | null {
  const m = whole(draft.m === "" ? "16" : draft.m);
  const ef = whole(draft.ef_construction === "" ? "64" : draft.ef_construction);
  if (typeof m !== "number" || typeof ef !== "number") {
    return null;
  }
  const twice = 2 * m;
  const [state, text] =
    ef < twice
      ? ["rule-broken", `${ef} < 2 × m = ${twice}: pgvector refuses it.`]
      : ef === twice
        ? ["rule-edge", `${ef} = 2 × m: accepted, but equal vectors are not merged; ${twice + 1} merges them.`]
        : ["rule-kept", `${ef} > 2 × m = ${twice}: accepted, and equal vectors are merged.`];
  return <p class={`rule ${state}`}><span class="rule-mark" aria-hidden="true" />{text}</p>;
}

function Store({ draft }: { draft: IndexDraft }): VNode {
  const dimensions = draft.dimensions.trim() === "" ? "n" : draft.dimensions.trim();
  const notes: Record<string, string> = {
    "": "",
    halfvec: `Half precision: half the bytes for the values, hardly any recall. Queries have to order by the same expression, ${draft.column}::halfvec(${dimensions}).`,
    binary: `One bit a dimension: small and coarse. Take more rows than you need by ${draft.metric} on bits, and order those again by the distance of the full vectors.`,
  };
  const choose = (store: string): void => {
    // The operator classes of bits are others; the way back finds the usual one.
    const metric = store === "binary" ? "hamming" : draft.store === "binary" ? "cosine" : draft.metric;
    editIndex({ store, metric });
  };
  const note = notes[draft.store] ?? "";
  return (
    <Field
      section="index"
      name="store"
      keys={["store", "expression"]}
      help="An index on a smaller copy of the vectors: an expression that the server computes. The column stays as it is."
      group
      {...(note === "" ? {} : { note })}
    >
      {(control) => (
        <Few
          control={control}
          value={draft.store}
          options={[
            { value: "", label: "vector" },
            { value: "halfvec", label: "halfvec" },
            { value: "binary", label: "bits" },
          ]}
          onChange={choose}
        />
      )}
    </Field>
  );
}

const MORE: [IndexKey, string][] = [
  ["where", "deleted_at IS NULL"],
  ["name", "idx_messages_embedding_hnsw"],
  ["schema", "public"],
  ["expression", "embedding::halfvec(1536)"],
  ["quantize", "halfvec"],
  ["subvector", "256"],
  ["duplicates", "0%"],
  ["maintenance_work_mem", "as recommended"],
  ["workers", "as the planner chooses"],
];

function More({ draft }: { draft: IndexDraft }): VNode {
  const used = MORE.filter(([key]) => draft[key] !== "").length;
  return (
    <details class="more" open={0 < used}>
      <summary>
        Predicate, name, memory, workers
        {0 < used && <span class="more-count">{used} set</span>}
      </summary>
      <div class="more-fields">
        {MORE.map(([name, placeholder]) => (
          <IndexText key={name} draft={draft} name={name} placeholder={placeholder} />
        ))}
        {draft.expression.trim() !== "" && (
          <p class="field-note">
            With an expression, type and dimensions above are those of its result, now {storedType(draft)}.
          </p>
        )}
      </div>
    </details>
  );
}
