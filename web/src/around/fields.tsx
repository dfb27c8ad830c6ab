//! The fields around the indexes, as the core's own table of keys has them.

import type { ComponentChildren, VNode } from "preact";
import "./around.css";
import { Choice, Text } from "../form/controls.tsx";
import { Field } from "../form/field.tsx";
import type { FurtherSection } from "../form/further.tsx";
import { addLabels, label } from "../form/labels.ts";
import { useOpening } from "../form/opening.ts";
import type { FieldEntry } from "../core/index.ts";
import { TARGET_KEYS } from "../state/draft.ts";
import { needKeys, offer } from "../state/offer.ts";
import { around } from "../state/signals.ts";
import { editAround } from "../state/store.ts";
import { Builds } from "./builds.tsx";

// Keys that are settings of PostgreSQL keep its names.
addLabels({
  "target.shared_memory": "/dev/shm",
  "calibration.rows": "Rows it got",
  "calibration.seconds": "Time it took",
  "calibration.type": "Type and dimensions",
  "query.limit": "LIMIT",
  "query.offset": "OFFSET",
  "query.selectivity": "Rows that pass",
  "query.filter_index": "Index of the filter",
  "query.ef_search": "hnsw.ef_search",
  "query.iterative_scan": "hnsw.iterative_scan",
  "query.max_scan_tuples": "hnsw.max_scan_tuples",
  "query.scan_mem_multiplier": "hnsw.scan_mem_multiplier",
  "query.table_rows": "Rows of the whole table",
  "query.table_size": "Size of the whole table",
  "activity.inserts": "Inserts a day",
  "activity.deletes": "Deletes a day",
  "activity.updates": "Updates a day",
  "activity.vector_updates": "New vectors a day",
  "activity.days": "Days ahead",
  "replication.bandwidth": "Bytes a second",
});

/** Keys that few need: they stand below the others. */
const RARE: Partial<Record<FurtherSection, [string, ReadonlySet<string>]>> = {
  query: [
    "Settings of the session, size of the table",
    new Set([
      "max_scan_tuples",
      "scan_mem_multiplier",
      "table_rows",
      "table_size",
      "work_mem",
      "random_page_cost",
      "seq_page_cost",
      "effective_cache_size",
      "max_parallel_workers_per_gather",
    ]),
  ],
};

const NOTES: Record<FurtherSection, string> = {
  target: "What else takes memory while an index is built. Leave out what you do not know.",
  calibration:
    "One build that you timed makes the time below a forecast for this server; two of different size make it narrow.",
  query: "Says which plan PostgreSQL chooses, how many rows come back, and what to set. Any of them asks for it.",
  activity: "Says what inserts cost, how the index grows, and what VACUUM takes.",
  replication: "Says how long the WAL of the build is on its way.",
};

/** The keys of a section; those of the target that the form has anyway are not among them. */
export function keysOf(section: FurtherSection): FieldEntry[] {
  const own: readonly string[] = section === "target" ? TARGET_KEYS : [];
  return (offer.value?.fields ?? []).filter((it) => it.section === section && !own.includes(it.key));
}

export function Fields({ section }: { section: FurtherSection }): VNode {
  const keys = keysOf(section);
  if (keys.length === 0) {
    return (
      <p class="field-note">
        The fields are being loaded.{" "}
        <button type="button" class="button-small" onClick={needKeys}>Load them again</button>
      </p>
    );
  }
  const [title, rare] = RARE[section] ?? ["", new Set<string>()];
  const few = keys.filter((it) => !rare.has(it.key));
  const others = keys.filter((it) => rare.has(it.key));
  const set = others.filter((it) => `${section}.${it.key}` in around.value).length;
  return (
    <div class="more-fields">
      <p class="field-note">{NOTES[section]}</p>
      {section === "calibration" ? <Builds keys={keys} /> : <Pairs section={section} keys={few} />}
      {0 < others.length && (
        <More title={title} set={set}><Pairs section={section} keys={others} /></More>
      )}
    </div>
  );
}

/** What few need, with how much of it is set. */
export function More({ title, set, children }: { title: string; set: number; children: ComponentChildren }): VNode {
  return (
    <details class="more" ref={useOpening(0 < set)}>
      <summary>
        {title}
        {0 < set && <span class="more-count">{set} set</span>}
      </summary>
      <div class="more-fields">{children}</div>
    </details>
  );
}

/** Fields side by side; `at` says of which of several sections. */
export function Pairs({ section, keys, at }: { section: FurtherSection; keys: FieldEntry[]; at?: number }): VNode {
  return (
    <div class="around-fields">
      {keys.map((it) => <One key={it.key} section={section} entry={it} {...(at === undefined ? {} : { at })} />)}
    </div>
  );
}

/** A longer label takes the whole line. */
const LONG = 21;

function One({ section, entry, at }: { section: FurtherSection; entry: FieldEntry; at?: number }): VNode {
  const place = at === undefined ? `${section}.${entry.key}` : `${section}.${at}.${entry.key}`;
  const value = around.value[place] ?? "";
  const change = (text: string): void => editAround({ [place]: text });
  return (
    <Field
      section={section}
      name={entry.key}
      {...(LONG < label(section, entry.key).length ? { className: "around-long" } : {})}
      {...(at === undefined ? {} : { at })}
    >
      {(control) =>
        0 < entry.choices.length ? (
          <Choice
            control={control}
            value={value}
            options={[{ value: "", label: "not said" }, ...entry.choices.map((it) => ({ value: it, label: it }))]}
            onChange={change}
          />
        ) : (
          <Text
            control={control}
            value={value}
            code
            placeholder={String(entry.default ?? entry.example ?? "")}
            {...(at === undefined ? {} : { label: `${label(section, entry.key)} of build ${at + 1}` })}
            onInput={change}
          />
        )}
    </Field>
  );
}
