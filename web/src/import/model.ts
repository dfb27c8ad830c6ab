//! What a pasted text holds, as rows that people tick.

import type {
  ImportAssumption,
  ImportDocument,
  IndexSpec,
  Position,
  Problem,
  Spec,
  SpecDocument,
} from "../core/index.ts";

/** How a text is read. */
export type Kind = "sql" | "toml";

/** A spec file has sections in brackets at the start of a line; no SQL does. */
export function kindOf(text: string): Kind {
  const section =
    /^[ \t]*\[\[?[ \t]*(target|migration|index|setting|upgrade|restore|calibration|query|activity|replication|lint)[ \t]*\]?\][ \t]*(#.*)?\r?$/m;
  return section.test(text) ? "toml" : "sql";
}

/** A stretch of the text. */
export interface Place {
  from: number;
  to: number;
  line: number;
}

/** An index that can be taken into the form. */
export interface Candidate {
  /** The same after an edit elsewhere in the text. */
  key: string;
  /** What it is on, such as `messages.embedding`. */
  title: string;
  type: string;
  /** What else is known about it. */
  detail: string;
  /** Values that the text does not say. */
  assumed: ImportAssumption[];
  /** What goes into the form; null when nothing can. */
  spec: IndexSpec | null;
  place: Place | null;
  /** Whether it is taken unless someone says otherwise. */
  wanted: boolean;
}

/** Something to know about the text. */
export interface Note {
  message: string;
  help: string;
  place: Place | null;
}

/** Everything that a text holds. */
export interface Reading {
  kind: Kind;
  columns: Candidate[];
  indexes: Candidate[];
  notes: Note[];
  /** The sections of a spec file that are not about an index. */
  rest: Omit<Spec, "index">;
}

/** The rows for a schema. */
export function readingOfSchema(document: ImportDocument): Reading {
  const assumed = assumptionsByIndex(document);
  const columns = document.columns.map((it): Candidate => {
    const spec = it.planned === null ? null : (document.spec.index?.[it.planned] ?? null);
    return {
      key: `column ${it.schema ?? ""}.${it.table}.${it.column}`,
      title: `${qualified(it.schema, it.table)}.${it.column}`,
      type: it.type,
      detail: columnDetail(document, it, spec),
      assumed: it.planned === null ? [] : (assumed.get(it.planned) ?? []),
      spec,
      place: placeOf(it.start, it.end),
      wanted: spec !== null,
    };
  });
  const indexes = document.indexes.map((it): Candidate => {
    const spec = it.spec ?? null;
    return {
      key: `index ${it.schema ?? ""}.${it.table}.${it.name ?? ""}.${it.column ?? it.expression ?? ""}`,
      title: it.name ?? "index without a name",
      type: it.method,
      detail: indexDetail(it),
      assumed: [],
      spec,
      place: placeOf(it.start, it.end),
      wanted: false,
    };
  });
  const notes = document.notes.map((it) => ({ ...it, place: placeOf(it.start, it.end) }));
  const { index: _, ...rest } = document.spec;
  return { kind: "sql", columns, indexes, notes, rest };
}

/** The values that the text does not say, under the number of their index and by their key. */
function assumptionsByIndex(document: ImportDocument): Map<number, ImportAssumption[]> {
  const found = new Map<number, ImportAssumption[]>();
  for (const it of document.assumed) {
    const [, index, field] = /^index\[(\d+)\]\.(.*)$/.exec(it.field) ?? [];
    if (index !== undefined && field !== undefined) {
      const list = found.get(Number(index)) ?? [];
      list.push({ ...it, field });
      found.set(Number(index), list);
    }
  }
  return found;
}

/** The rows for a spec file. */
export function readingOfSpec(document: SpecDocument): Reading {
  const { index = [], ...rest } = document.spec;
  const columns = index.map((it, at): Candidate => {
    const what = it.column ?? it.expression;
    return {
      key: `section ${at}`,
      title: what === undefined ? String(it.table ?? `index ${at + 1}`) : `${it.table ?? "?"}.${what}`,
      type: String(it.type ?? ""),
      detail: specDetail(it),
      assumed: [],
      spec: it,
      place: null,
      wanted: true,
    };
  });
  return { kind: "toml", columns, indexes: [], notes: document.errors.map(noteOfProblem), rest };
}

function noteOfProblem({ message, help, place }: Problem): Note {
  return { message, help, place: place === null ? null : placeOf(place.start, place.end) };
}

/** The spec of what is ticked. */
export function chosenSpec(reading: Reading, isChosen: (candidate: Candidate) => boolean): Spec {
  const index = [...reading.columns, ...reading.indexes].flatMap((it) =>
    it.spec !== null && isChosen(it) ? [it.spec] : [],
  );
  return { ...reading.rest, index };
}

function qualified(schema: string | null, name: string): string {
  return schema === null ? name : `${schema}.${name}`;
}

function columnDetail(
  document: ImportDocument,
  column: ImportDocument["columns"][number],
  spec: IndexSpec | null,
): string {
  const parts: string[] = [];
  if (column.not_null) {
    parts.push("NOT NULL");
  }
  if (column.partitioned) {
    parts.push("partitioned table");
  }
  if (column.partition_of !== null) {
    parts.push(`partition of ${column.partition_of}`);
  }
  const there = column.indexes.flatMap((it) => document.indexes[it] ?? []);
  parts.push(...there.map((it) => `has ${it.method} index ${it.name ?? ""}`.trim()));
  if (spec !== null) {
    const expression = spec.expression === undefined ? "" : ` on ${String(spec.expression)}`;
    parts.push(`new hnsw index${expression}, ${String(spec.metric)}`);
  }
  return parts.join("; ");
}

function indexDetail(index: ImportDocument["indexes"][number]): string {
  const parts = [`on ${qualified(index.schema, index.table)} (${index.column ?? index.expression ?? ""})`];
  if (index.metric !== null) {
    parts.push(index.metric);
  }
  if (index.m !== null && index.ef_construction !== null) {
    parts.push(`m = ${index.m}, ef_construction = ${index.ef_construction}`);
  }
  if (index.lists !== null) {
    parts.push(`lists = ${index.lists}`);
  }
  if (index.where !== null) {
    parts.push(`where ${index.where}`);
  }
  if (index.valid === false) {
    parts.push("INVALID");
  }
  return parts.join("; ");
}

function specDetail(index: IndexSpec): string {
  const rows = index.rows === undefined ? undefined : `${index.rows} rows`;
  const where = index.where === undefined ? undefined : `where ${index.where}`;
  return [index.metric, rows, where].filter((it) => it !== undefined).join("; ");
}

function placeOf(start: Position, end: Position): Place {
  return { from: start.byte, to: end.byte, line: start.line };
}
