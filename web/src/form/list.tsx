//! The indexes of the migration: choose one to edit, add, duplicate, move, remove.

import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { bytes } from "../core/format.ts";
import { faulty } from "../state/problems.ts";
import { type IndexState, indexes, selected, selectedId } from "../state/signals.ts";
import { addIndex, moveIndex, removeIndex, select } from "../state/store.ts";
import { Icon } from "../app/icon.tsx";

export function IndexList(): VNode {
  const list = indexes.value;
  const at = list.findIndex((it) => it.id === selectedId.value);
  const now = selected.value;
  return (
    <section class="indexes" aria-labelledby="indexes-title">
      <div class="indexes-head">
        <h2 id="indexes-title">{list.length === 1 ? "One index" : `${list.length} indexes`}</h2>
        <div class="indexes-tools" role="group" aria-label="The selected index">
          <Tool name="up" label="Move up" isOff={at <= 0} onClick={() => moveIndex(-1)} />
          <Tool name="down" label="Move down" isOff={at === list.length - 1} onClick={() => moveIndex(1)} />
          <Tool
            name="copy"
            label="Duplicate"
            isOff={now === undefined}
            onClick={() => now !== undefined && addIndex({ ...now.draft.peek(), name: "" })}
          />
          <Tool name="remove" label="Remove" isOff={list.length < 2} onClick={removeIndex} />
          <Tool name="add" label="Add an index" isOff={false} onClick={() => addIndex()} />
        </div>
      </div>
      <ol class="indexes-list">
        {list.map((it, n) => <Row key={it.id} index={it} at={n} />)}
      </ol>
    </section>
  );
}

interface ToolProps {
  name: "up" | "down" | "copy" | "remove" | "add";
  label: string;
  isOff: boolean;
  onClick: () => void;
}

function Tool({ name, label, isOff, onClick }: ToolProps): VNode {
  return (
    <button type="button" class="tool" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}

function Row({ index, at }: { index: IndexState; at: number }): VNode {
  const draft = index.draft.value;
  const estimate = index.result.value.estimate;
  // All rows read the same set, but only those in which something changed are drawn again.
  const isWrong = useComputed(() => faulty.value.has(at)).value;
  const isNow = selectedId.value === index.id;
  const name = draft.table.trim() === "" ? "no table yet" : draft.table;
  const what = draft.expression.trim() === "" ? draft.column : draft.expression;
  return (
    <li>
      <button
        type="button"
        class={isNow ? "index-row index-row-now" : "index-row"}
        aria-current={isNow ? "true" : undefined}
        onClick={() => select(index.id)}
      >
        <span class="index-name">
          {name}<span class="index-column">.{what}</span>
        </span>
        <span class="index-type">{`${draft.type}(${draft.dimensions})`}</span>
        {isWrong ? (
          <span class="index-wrong">has a problem</span>
        ) : (
          <span class="index-size">{estimate === null ? "" : bytes(estimate.index_bytes)}</span>
        )}
      </button>
    </li>
  );
}
