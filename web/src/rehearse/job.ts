//! From a request to the tables, the plan and the queries of its rehearsal.

import type { IndexSpec, PlanDocument, Spec } from "../core/index.ts";
import type { Job, JobIndex, JobTable } from "./protocol.ts";
import { guessColumns } from "./predicate.ts";
import { identifier, schemaOf } from "./sql.ts";
import { parseType, sourceOf, type SourceColumn, typeName } from "./source.ts";

/** The rows that are NULL in a sample, unless the column forbids it. */
export const NULL_SHARE = 0.05;
/** What pgvector reads as sparse when nobody said how sparse. */
const DEFAULT_NON_ZERO = 100;

/** The tables of a request, as far as it says what they look like. */
export interface Tables {
  ddl: string;
  tables: JobTable[];
  /** What had to be guessed, or could not be known. */
  notes: string[];
}

/** The request that is rehearsed: the same one for as many rows as the sample has. */
export function sampleSpec(spec: Spec, rows: number, only: number | null): Spec {
  const indexes = (spec.index ?? []).filter((_, at) => only === null || at === only);
  return {
    ...spec,
    index: indexes.map((index) => {
      // What is right for production may be more than 32-bit WebAssembly can address.
      const { maintenance_work_mem: _, ...rest } = index;
      return { ...rest, rows };
    }),
  };
}

/** The tables that the indexes of a request stand on. */
export function tablesOf(spec: Spec, plan: PlanDocument): Tables {
  const tables = new Map<string, JobTable>();
  const notes: string[] = [];
  for (const [at, index] of (spec.index ?? []).entries()) {
    const sql = plan.indexes[at]?.table;
    if (sql === undefined) {
      continue;
    }
    const table = tables.get(sql) ?? { sql, vectors: [], guessed: [] };
    tables.set(sql, table);
    addVector(table, index, notes);
  }
  for (const [at, index] of (spec.index ?? []).entries()) {
    const table = tables.get(plan.indexes[at]?.table ?? "");
    if (table !== undefined && index.where !== undefined) {
      addGuesses(table, String(index.where), notes);
    }
  }
  return { ddl: ddlOf([...tables.values()]), tables: [...tables.values()], notes };
}

function addVector(table: JobTable, index: IndexSpec, notes: string[]): void {
  const source = sourceColumn(index);
  if (source === null) {
    const expression = String(index.expression ?? "");
    notes.push(
      `The columns of ${table.sql} that \`${expression}\` reads are not known: write them into the CREATE TABLE.`,
    );
    return;
  }
  const before = table.vectors.find((it) => it.name === source.name);
  if (before === undefined) {
    table.vectors.push({
      ...source,
      duplicates: shareOf(index.duplicates),
      nonZero: Math.min(Number(index.nnz ?? DEFAULT_NON_ZERO), source.type.dimensions),
    });
  } else if (before.type.dimensions < source.type.dimensions && index.column === undefined) {
    before.type = source.type;
  }
}

function sourceColumn(index: IndexSpec): SourceColumn | null {
  if (index.expression !== undefined) {
    return sourceOf(String(index.expression));
  }
  const type = parseType(String(index.type ?? ""));
  return type === null || index.column === undefined ? null : { name: String(index.column), type };
}

function addGuesses(table: JobTable, predicate: string, notes: string[]): void {
  const known = [...table.vectors.map((it) => it.name), ...table.guessed.map((it) => it.name)];
  const guessed = guessColumns(predicate, known);
  table.guessed.push(...guessed);
  if (guessed.length > 0) {
    const names = guessed.map((it) => `${identifier(it.name)} ${it.type}`).join(", ");
    notes.push(
      `The types of columns that the predicate names are guesses: ${names}. Correct them in the CREATE TABLE if they are others.`,
    );
  }
}

function ddlOf(tables: JobTable[]): string {
  const schemas = new Set(
    tables.map((it) => schemaOf(it.sql)).filter((it) => it !== null && it !== "public"),
  );
  const statements = [...schemas].map((it) => `CREATE SCHEMA ${it};`);
  for (const table of tables) {
    const lines = table.vectors.map((it) => `    ${identifier(it.name)} ${typeName(it.type)}`);
    lines.push(...table.guessed.map((it) => `    ${identifier(it.name)} ${it.type}`));
    const names = new Set([...table.vectors, ...table.guessed].map((it) => it.name));
    const key = ["id", "hnswkit_id"].find((it) => !names.has(it));
    if (key !== undefined) {
      lines.unshift(`    ${key} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`);
    }
    statements.push(`CREATE TABLE ${table.sql} (\n${lines.join(",\n")}\n);`);
  }
  return `${statements.join("\n\n")}\n`;
}

/** What the worker is to do; `operators` gives the operator of a metric. */
export function jobOf(
  spec: Spec,
  plan: PlanDocument,
  tables: Tables,
  options: { ddl: string; rows: number; operators: Map<string, string> },
): Job {
  const indexes = (spec.index ?? []).flatMap((index, at): JobIndex[] => {
    const numbers = plan.indexes[at];
    if (numbers === undefined) {
      return [];
    }
    const column = index.expression === undefined ? identifier(String(index.column)) : null;
    return [
      {
        name: numbers.name,
        table: numbers.table,
        key: column ?? `(${String(index.expression)})`,
        type: String(index.type),
        operator: options.operators.get(String(index.metric)) ?? "<->",
        predicate: index.where === undefined ? null : String(index.where),
      },
    ];
  });
  return {
    ddl: options.ddl,
    tables: tables.tables,
    indexes,
    transaction: plan.transaction === "required",
    preflight: plan.preflight,
    steps: plan.steps,
    down: plan.down,
    rows: options.rows,
    seed: 1,
  };
}

/** A share as `0.25` or `25%`; 0 for what is none, as the form says what is wrong with it. */
function shareOf(value: IndexSpec["duplicates"]): number {
  const text = String(value ?? "0").trim();
  const number = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  return number >= 0 && number < 1 ? number : 0;
}
