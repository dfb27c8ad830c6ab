//! What you have: the table, the column, the vectors in it.

import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { count } from "../core/format.ts";
import type { ModelEntry } from "../core/index.ts";
import type { IndexDraft, IndexKey } from "../state/draft.ts";
import { fromLog, parseRows, parseShare, shortRows, SLIDER_STEPS, toLog } from "../state/number.ts";
import { offer } from "../state/offer.ts";
import { selected } from "../state/signals.ts";
import { nonNullRows, storedType } from "../state/spec.ts";
import { editIndex } from "../state/store.ts";
import { Choice, Slider, Text } from "./controls.tsx";
import { Field } from "./field.tsx";
import { controlId } from "./labels.ts";
import { ModelPicker } from "./model.tsx";
import { agrees } from "./models.ts";

/** Which model was picked for which index; the link does not need to know. */
const picked = signal<ReadonlyMap<number, ModelEntry>>(new Map());

export function Have({ draft }: { draft: IndexDraft }): VNode {
  const id = selected.value?.id ?? 0;
  const model = picked.value.get(id);
  const known = model !== undefined && agrees(model, draft) ? model : null;
  return (
    <fieldset class="section">
      <legend>What you have</legend>
      <div class="pair">
        <IndexText draft={draft} name="table" keys={["table", ""]} />
        <IndexText draft={draft} name="column" />
      </div>
      <div class="field">
        <div class="field-head">
          <label class="field-label" for="field-model">Embedding model</label>
          <span class="field-aside">fills the next three</span>
        </div>
        <ModelPicker
          picked={known}
          onPick={(it) => (picked.value = new Map(picked.value).set(id, it))}
        />
        {known !== null && <ModelNote model={known} />}
      </div>
      <TypeField draft={draft} />
      <MetricField draft={draft} />
      <RowsField draft={draft} />
      {draft.type === "sparsevec" && <IndexText draft={draft} name="nnz" numeric />}
    </fieldset>
  );
}

function ModelNote({ model }: { model: ModelEntry }): VNode {
  return (
    <p class="field-note">
      {model.provider} recommends {model.metric}
      {model.note === "" ? "" : `; ${model.note}`}.{" "}
      {/* The page opens nothing by itself; a link that one follows is another matter. */}
      <a href={model.source} target="_blank" rel="noreferrer noopener">Source</a>
    </p>
  );
}

interface IndexTextProps {
  draft: IndexDraft;
  name: IndexKey;
  keys?: string[];
  numeric?: boolean;
  placeholder?: string;
}

/** A text field of the selected index. */
export function IndexText({ draft, name, keys, numeric, placeholder }: IndexTextProps): VNode {
  return (
    <Field section="index" name={name} {...(keys === undefined ? {} : { keys })}>
      {(control) => (
        <Text
          control={control}
          value={draft[name]}
          code
          numeric={numeric === true}
          placeholder={placeholder}
          onInput={(text) => editIndex({ [name]: text })}
        />
      )}
    </Field>
  );
}

function TypeField({ draft }: { draft: IndexDraft }): VNode {
  const types = offer.value?.types ?? [];
  const now = types.find((it) => it.name === draft.type);
  const choose = (type: string): void => {
    const metrics = types.find((it) => it.name === type)?.metrics ?? [];
    const metric = metrics.includes(draft.metric) ? draft.metric : metrics[0] ?? draft.metric;
    editIndex({ type, metric, store: type === "vector" ? draft.store : "" });
  };
  return (
    <Field
      section="index"
      name="dimensions"
      keys={["type", "dimensions", "quantize"]}
      help={`The type of the column with its dimensions. ${
        now === undefined ? "" : `An index on \`${now.name}\` holds up to ${count(now.max_dimensions)}, from pgvector ${now.since} on.`
      }`}
      className="field-type"
    >
      {(control) => (
        <div class="type">
          <Choice
            control={{ ...control, id: controlId("index", "type") }}
            label="Type"
            value={draft.type}
            options={types.map((it) => ({ value: it.name, label: it.name }))}
            onChange={choose}
          />
          <Text
            control={control}
            value={draft.dimensions}
            code
            numeric
            placeholder="1536"
            onInput={(dimensions) => editIndex({ dimensions })}
          />
        </div>
      )}
    </Field>
  );
}

const METRIC_NAMES: Record<string, string> = {
  l2: "Euclidean",
  ip: "inner product",
  cosine: "cosine",
  l1: "taxicab",
  hamming: "Hamming",
  jaccard: "Jaccard",
};

function MetricField({ draft }: { draft: IndexDraft }): VNode {
  const parameters = offer.value;
  const type = parameters?.types.find((it) => it.name === storedType(draft));
  const options = (parameters?.metrics ?? [])
    .filter((it) => type === undefined || type.metrics.includes(it.id))
    .map((it) => ({
      value: it.id,
      label: `${it.id}  ${it.operator}${METRIC_NAMES[it.id] === it.id ? "" : `  ${METRIC_NAMES[it.id] ?? ""}`}`,
    }));
  return (
    <Field section="index" name="metric">
      {(control) => (
        <Choice
          control={control}
          value={draft.metric}
          options={options}
          onChange={(metric) => editIndex({ metric })}
        />
      )}
    </Field>
  );
}

const ROWS_MIN = 100;
const ROWS_MAX = 1e9;

function RowsField({ draft }: { draft: IndexDraft }): VNode {
  const rows = parseRows(draft.rows);
  const share = parseShare(draft.nulls);
  const indexed = nonNullRows(draft);
  const note =
    rows !== null && share !== null && 0 < share
      ? `${count(rows)} rows, of which ${count(Number(indexed))} have a vector: so many are in the index.`
      : rows !== null && /[^\d]/.test(draft.rows) ? `${count(rows)} rows` : undefined;
  return (
    <div class="rows">
      <Field section="index" name="rows" note={note} className="field-rows">
        {(control) => (
          <div class="slid">
            <Slider
              id={control.id}
              label="Rows of the table"
              valueText={rows === null ? "no number" : `${count(rows)} rows`}
              min={0}
              max={SLIDER_STEPS}
              value={rows === null ? 0 : toLog(rows, ROWS_MIN, ROWS_MAX)}
              onInput={(at) => editIndex({ rows: shortRows(fromLog(at, ROWS_MIN, ROWS_MAX)) })}
            />
            <Text
              control={control}
              value={draft.rows}
              code
              placeholder="1.2M"
              onInput={(text) => editIndex({ rows: text })}
            />
          </div>
        )}
      </Field>
      <Field
        section="index"
        name="nulls"
        help="Rows whose column is NULL are not in the index. With a share here, `rows` of the spec is what remains."
      >
        {(control) => (
          <Text
            control={control}
            value={draft.nulls}
            code
            placeholder="0%"
            onInput={(nulls) => editIndex({ nulls })}
          />
        )}
      </Field>
    </div>
  );
}
