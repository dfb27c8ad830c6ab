//! The state of the page: drafts, what the core says of each index, and what is selected.

import { computed, type Signal, signal } from "@preact/signals";
import { atIndex } from "../core/answer.ts";
import type { IndexEstimate, PictureDocument, Problem } from "../core/index.ts";
import {
  type AroundDraft,
  type Draft,
  type IndexDraft,
  MIGRATION_DEFAULTS,
  type MigrationDraft,
  TARGET_DEFAULTS,
  type TargetDraft,
} from "./draft.ts";

/** What follows from one draft. */
export interface IndexResult {
  /** The last good numbers; null until there were any. */
  estimate: IndexEstimate | null;
  /** The type that they are of, as in `vector(1536)`. */
  type: string;
  /** What is wrong with the draft, as fields of `index[0]`; then `estimate` is of before. */
  problems: Problem[];
}

/** An index of the form: its identity, its texts, and its numbers. */
export interface IndexState {
  readonly id: number;
  readonly draft: Signal<IndexDraft>;
  readonly result: Signal<IndexResult>;
  /** The revision of the surroundings that `result` was reckoned with. */
  seen: number;
}

export const target = signal<TargetDraft>(TARGET_DEFAULTS);
export const migration = signal<MigrationDraft>(MIGRATION_DEFAULTS);
export const around = signal<AroundDraft>({});
export const indexes = signal<IndexState[]>([]);
export const selectedId = signal(0);
/** What is wrong with the migration's own fields. */
export const migrationProblems = signal<Problem[]>([]);
/** What is drawn, and what it was drawn for. */
export interface Drawn {
  document: PictureDocument;
  element: string;
  dimensions: number;
  bytes: number;
}

/** The picture of the selected index; it follows its numbers by one frame. */
export const picture = signal<Drawn | null>(null);
/** Counts the edits, for those who follow later: the plan, the link. */
export const revision = signal(0);
/** How many indexes still show the numbers of an older server. */
export const pending = signal(0);

export const selected = computed(() => {
  const list = indexes.value;
  return list.find((it) => it.id === selectedId.value) ?? list[0];
});

/** Everything that is wrong, with fields of the whole request. */
export const ownProblems = computed(() => {
  const out = new Map<string, Problem>();
  const add = (it: Problem): void => {
    out.set(`${it.field} ${it.message}`, it);
  };
  for (const it of migrationProblems.value) {
    add(it);
  }
  for (const [n, index] of indexes.value.entries()) {
    for (const it of index.result.value.problems) {
      add(it.field.startsWith("index") ? atIndex(it, n) : it);
    }
  }
  return [...out.values()];
});

/** The whole form as plain data. */
export function draft(): Draft {
  return {
    target: target.peek(),
    migration: migration.peek(),
    index: indexes.peek().map((it) => it.draft.peek()),
    around: around.peek(),
  };
}
