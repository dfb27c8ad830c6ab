//! From drafts to the spec that the core reads; `from_spec.ts` is the way back.

import type { IndexSpec, MigrationSpec, Spec, TargetSpec } from "../core/index.ts";
import {
  type AroundDraft,
  type Draft,
  INDEX_DEFAULTS,
  type IndexDraft,
  type IndexKey,
  MIGRATION_KEYS,
  type MigrationDraft,
  OPERATION_KEYS,
  TARGET_KEYS,
  type TargetDraft,
} from "./draft.ts";
import { parseRows, parseShare, whole } from "./number.ts";
import { quoteName } from "./quote.ts";

/** The whole request. */
export function toSpec(draft: Draft): Spec {
  const out = {
    target: targetSpec(draft.target),
    migration: migrationSpec(draft.migration),
    index: draft.index.map(indexSpec),
  };
  addAround(out, draft.around);
  return out;
}

type Section = Record<string, string | number>;

/** Puts the keys around the indexes into their sections; a number says which of several. */
function addAround(spec: Record<string, unknown>, draft: AroundDraft): void {
  for (const [path, text] of Object.entries(draft)) {
    if (text.trim() === "") {
      continue;
    }
    const [name = "", ...rest] = path.split(".");
    const key = rest.pop() ?? "";
    let section: Section;
    if (rest[0] === undefined) {
      section = (spec[name] ??= {}) as Section;
    } else {
      const several = (spec[name] ??= []) as Section[];
      while (several.length <= Number(rest[0])) {
        several.push({});
      }
      section = several[Number(rest[0])] as Section;
    }
    // Whatever the kind of the key: only what has no unit and no sign reads as a number.
    section[key] = whole(text.trim());
  }
}

/** What is known of the server. */
export function targetSpec(draft: TargetDraft): TargetSpec {
  const out: Record<string, string | number> = {};
  for (const key of TARGET_KEYS) {
    if (draft[key].trim() !== "") {
      out[key] = key === "cpus" ? whole(draft[key]) : draft[key].trim();
    }
  }
  return out;
}

/** The migration and its tool. */
export function migrationSpec(draft: MigrationDraft): MigrationSpec {
  const out: Record<string, string> = {};
  for (const key of MIGRATION_KEYS) {
    if (draft[key].trim() !== "") {
      out[key] = draft[key].trim();
    }
  }
  return out;
}

/** Keys that stand in the spec as they stand in the form. */
const PLAIN: IndexKey[] = [
  "table",
  "schema",
  "name",
  "metric",
  "m",
  "ef_construction",
  "where",
  "duplicates",
  "maintenance_work_mem",
  "workers",
  "quantize",
  "subvector",
];
const WHOLE = new Set<IndexKey>([
  "m",
  "ef_construction",
  "nnz",
  "workers",
  "previous_m",
  "previous_ef_construction",
  "subvector",
  "missing",
]);

/** One index, and what to do with it. */
export function indexSpec(draft: IndexDraft): IndexSpec {
  const out = definitionSpec(draft);
  if (draft.operation !== INDEX_DEFAULTS.operation) {
    out.operation = draft.operation;
  }
  // What was typed for another operation stays in the form, and out of the request.
  put(out, draft, OPERATION_KEYS[draft.operation] ?? []);
  return out;
}

function put(out: IndexSpec, draft: IndexDraft, keys: readonly IndexKey[]): void {
  for (const key of keys) {
    if (draft[key].trim() !== "") {
      Object.assign(out, { [key]: WHOLE.has(key) ? whole(draft[key]) : draft[key].trim() });
    }
  }
}

/** What the index is. */
function definitionSpec(draft: IndexDraft): IndexSpec {
  const out: IndexSpec = {};
  const [expression, type] = indexed(draft);
  if (expression !== "") {
    out.expression = expression;
  } else if (draft.column.trim() !== "") {
    out.column = draft.column.trim();
  }
  if (type !== "") {
    out.type = type;
  }
  const rows = nonNullRows(draft);
  if (rows !== "") {
    out.rows = rows;
  }
  put(out, draft, PLAIN);
  if (draft.type === "sparsevec" && draft.nnz.trim() !== "") {
    out.nnz = whole(draft.nnz);
  }
  return out;
}

/**
 * The same index for its numbers alone: they depend neither on the predicate nor on the
 * expression, which only the large build can read, nor on what is done with it.
 */
export function numbersSpec(draft: IndexDraft): IndexSpec {
  const { expression, where: _, quantize, subvector, ...rest } = definitionSpec(draft);
  if (quantize !== undefined || subvector !== undefined) {
    // What the first build cannot say, it can reckon: it is an index of another type.
    const kept = draft.subvector.trim() || draft.dimensions.trim();
    const element = quantize === "binary" ? "bit" : quantize === "halfvec" ? "halfvec" : draft.type;
    Object.assign(rest, { type: `${element}(${kept})` }, element === "bit" ? { metric: "hamming" } : {});
  }
  return expression === undefined ? rest : { ...rest, column: draft.column.trim() || "expression" };
}

/** The expression, if it is no column that is indexed, and the type of what is indexed. */
export function indexed(draft: IndexDraft): [string, string] {
  const dimensions = draft.dimensions.trim();
  const type = draft.type === "" && dimensions === "" ? "" : `${draft.type}(${dimensions})`;
  if (draft.expression.trim() !== "") {
    return [draft.expression.trim(), type];
  }
  const column = quoteName(draft.column.trim());
  switch (draft.store) {
    case "halfvec":
      return [`${column}::halfvec(${dimensions})`, `halfvec(${dimensions})`];
    case "binary":
      return [`binary_quantize(${column})::bit(${dimensions})`, `bit(${dimensions})`];
    default:
      // Without dimensions the core says what is missing better than `vector()` would.
      return ["", dimensions === "" ? draft.type : type];
  }
}

/** The rows that the index will hold, as typed as long as nothing is to be subtracted. */
export function nonNullRows(draft: IndexDraft): string | number {
  const share = draft.nulls.trim() === "" ? 0 : parseShare(draft.nulls);
  const rows = parseRows(draft.rows);
  if (rows === null || (share === 0 && !draft.rows.includes(","))) {
    return draft.rows.trim();
  }
  return Math.round(rows * (1 - (share ?? 0)));
}

/** What is indexed in place of the column: an operator class of another type. */
export function storedType(draft: IndexDraft): string {
  return draft.store === "" || draft.expression.trim() !== ""
    ? draft.type
    : draft.store === "binary" ? "bit" : "halfvec";
}
