//! What is wrong, field by field: what each index says, and what only the whole plan shows.

import { computed } from "@preact/signals";
import { type FieldPath, fieldPath } from "../core/answer.ts";
import type { Problem } from "../core/index.ts";
import { planProblems } from "./planner.ts";
import { indexes, ownProblems, selected } from "./signals.ts";

/** Every problem of the form, each once. */
export const problems = computed(() => {
  const out = [...ownProblems.value];
  const known = new Set(out.map((it) => `${it.field} ${it.message}`));
  for (const it of planProblems.value) {
    if (!known.has(`${it.field} ${it.message}`)) {
      out.push(it);
    }
  }
  return out;
});

/** Whether anything is wrong; unlike the list it is the same at most keystrokes. */
export const hasProblems = computed(() => 0 < problems.value.length);

const byField = computed(() => {
  const out = new Map<string, Problem[]>();
  for (const it of problems.value) {
    const path = fieldPath(it.field);
    if (path !== null) {
      const key = place(path.section, path.index, path.key);
      out.set(key, [...(out.get(key) ?? []), it]);
    }
  }
  return out;
});

/** The problems of a field, of the selected index where it is one of an index. */
export function problemsOf(section: FieldPath["section"], key: string, at = 0): Problem[] {
  return byField.value.get(place(section, section === "index" ? position.value : at, key)) ?? [];
}

/** The numbers of the indexes that have problems. */
export const faulty = computed(() => {
  const out = new Set<number>();
  for (const it of problems.value) {
    const path = fieldPath(it.field);
    if (path?.section === "index") {
      out.add(path.index);
    }
  }
  return out;
});

const position = computed(() => {
  const it = selected.value;
  return it === undefined ? 0 : indexes.value.indexOf(it);
});

function place(section: string, index: number, key: string): string {
  return `${section} ${index} ${key}`;
}
