//! Whether the core answered with a document or with everything that is wrong.

import type { ErrorDocument, Problem } from "./index.ts";

/** A document, or the problems in its place. */
export type Answer<T> = T | ErrorDocument;

/** True when the request was refused; `errors` is then never empty. */
export function isError<T extends object>(answer: Answer<T>): answer is ErrorDocument {
  // A `SpecDocument` has `errors`, too, beside what could be read; it is no refusal.
  return "errors" in answer && !("spec" in answer);
}

/** The field of a problem as a section, the number of the index and a key. */
export interface FieldPath {
  section: "target" | "migration" | "index" | "query" | "activity" | "replication" | "calibration";
  /** The number of those of which there are several, else 0. */
  index: number;
  /** Empty when the problem is about the section as a whole. */
  key: string;
}

/** Takes `index[3].m` apart; null for a path that is none of the form's. */
export function fieldPath(field: string): FieldPath | null {
  const it = /^(target|migration|index|query|activity|replication|calibration)(?:\[(\d+)\])?(?:\.(\w+))?$/.exec(field);
  if (it === null) {
    return null;
  }
  return {
    section: it[1] as FieldPath["section"],
    index: Number(it[2] ?? 0),
    key: it[3] ?? "",
  };
}

/** The same problem about another index of the request. */
export function atIndex(problem: Problem, index: number): Problem {
  return { ...problem, field: problem.field.replace(/^index\[\d+\]/, `index[${index}]`) };
}
