//! What people do with the form; each function is one edit.

import { batch, signal } from "@preact/signals";
import type { Core } from "../core/index.ts";
import {
  type Draft,
  INDEX_DEFAULTS,
  type IndexDraft,
  type IndexKey,
  type MigrationKey,
  type TargetKey,
} from "./draft.ts";
import * as numbers from "./numbers.ts";
import {
  around,
  type IndexResult,
  type IndexState,
  indexes,
  migration,
  revision,
  selected,
  selectedId,
  target,
} from "./signals.ts";

let nextId = 1;

/** The core, once it is there; the form works without. */
export function start(core: Core): void {
  numbers.use(core);
  recompute();
}

/** Puts a whole form in place of the present one. */
export function load(it: Draft, select: number): void {
  batch(() => {
    target.value = it.target;
    migration.value = it.migration;
    around.value = it.around;
    indexes.value = it.index.map(newIndex);
    selectedId.value = indexes.value[select]?.id ?? indexes.value[0]?.id ?? 0;
    recompute();
    revision.value += 1;
  });
}

/** As `load`, but as an edit: the link follows, and back returns to the form of before. */
export function replaceWith(it: Draft): void {
  if (0 < it.index.length) {
    load(it, 0);
  }
}

function newIndex(it: IndexDraft): IndexState {
  const result = signal<IndexResult>({ estimate: null, type: "", problems: [] });
  return { id: nextId++, draft: signal(it), result, seen: -1 };
}

/** Everything anew: the surroundings changed. */
function recompute(): void {
  numbers.surroundings();
  const first = selected.value;
  if (first !== undefined) {
    numbers.reckon(first);
    numbers.drawSoon();
  }
  numbers.reckonRestSoon();
  numbers.checkMigration();
}

export function editTarget(key: TargetKey, text: string): void {
  edit(() => {
    target.value = { ...target.value, [key]: text };
    recompute();
  });
}

/** Changes texts of the sections around the indexes; an empty one is taken out. */
export function editAround(change: Readonly<Record<string, string>>): void {
  edit(() => {
    const all = Object.entries({ ...around.value, ...change });
    around.value = Object.fromEntries(all.filter(([, text]) => text !== ""));
    if (Object.keys(around.value).length === 0) {
      // Nothing corrects the numbers any more: they are those of the smallest build again.
      numbers.uncorrected();
      recompute();
    }
  });
}

export function editMigration(key: MigrationKey, text: string): void {
  edit(() => {
    migration.value = { ...migration.value, [key]: text };
    if (key === "mode") {
      recompute();
    } else {
      numbers.checkMigration();
    }
  });
}

/** Changes texts of the selected index. */
export function editIndex(change: Partial<Record<IndexKey, string>>): void {
  const it = selected.value;
  if (it !== undefined) {
    edit(() => {
      it.draft.value = { ...it.draft.value, ...change };
      numbers.reckon(it);
      numbers.drawSoon();
    });
  }
}

export function select(id: number): void {
  selectedId.value = id;
  numbers.drawSoon();
}

/** Adds an index behind the selected one, and selects it. */
export function addIndex(from: IndexDraft = INDEX_DEFAULTS): void {
  edit(() => {
    const it = newIndex(from);
    const list = indexes.value;
    const at = list.findIndex((it) => it.id === selectedId.value);
    indexes.value = [...list.slice(0, at + 1), it, ...list.slice(at + 1)];
    selectedId.value = it.id;
    numbers.reckon(it);
    numbers.drawSoon();
  });
}

/** Removes the selected index; one is always left. */
export function removeIndex(): void {
  const list = indexes.value;
  const at = list.findIndex((it) => it.id === selectedId.value);
  if (1 < list.length && 0 <= at) {
    edit(() => {
      const rest = list.filter((_, n) => n !== at);
      indexes.value = rest;
      selectedId.value = (rest[at] ?? rest[at - 1])?.id ?? 0;
      numbers.drawSoon();
    });
  }
}

/** Moves the selected index one place up or down. */
export function moveIndex(by: -1 | 1): void {
  const list = [...indexes.value];
  const at = list.findIndex((it) => it.id === selectedId.value);
  const [one, other] = [list[at], list[at + by]];
  if (one !== undefined && other !== undefined) {
    edit(() => {
      [list[at], list[at + by]] = [other, one];
      indexes.value = list;
    });
  }
}

function edit(change: () => void): void {
  batch(() => {
    change();
    revision.value += 1;
  });
}
