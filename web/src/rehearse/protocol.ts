//! What the panel and the worker of a rehearsal tell each other.

import type { PlanStep, PreflightCheck } from "../core/index.ts";
import type { GuessedColumn } from "./predicate.ts";
import type { SourceColumn } from "./source.ts";

/** What runs in the browser; a test compares it with what the server says of itself. */
export const SERVER = { postgres: "18", pgvector: "0.8.7" };

/** Bytes that it is made of; the bar depends on it, and a test compares it with the package. */
export const ASSET_BYTES = 15_636_366;

/** Everything that the worker needs; it runs once and ends. */
export interface Job {
  /** Statements that make the tables. */
  ddl: string;
  tables: JobTable[];
  indexes: JobIndex[];
  /** True when the plan has to run in one transaction. */
  transaction: boolean;
  preflight: PreflightCheck[];
  steps: PlanStep[];
  down: PlanStep[];
  /** Sample rows a table. */
  rows: number;
  seed: number;
}

/** A table to fill. */
export interface JobTable {
  /** Its name as SQL. */
  sql: string;
  /** The columns that indexes read. */
  vectors: JobVector[];
  /** Columns that predicates compare, with values that some rows should have. */
  guessed: GuessedColumn[];
}

/** A column to fill with vectors. */
export interface JobVector extends SourceColumn {
  /** The share of rows that repeat an earlier one. */
  duplicates: number;
  /** Elements that are not zero; for sparsevec. */
  nonZero: number;
}

/** An index to measure. */
export interface JobIndex {
  /** As the catalog has it. */
  name: string;
  /** The table as SQL. */
  table: string;
  /** What is indexed, as SQL. */
  key: string;
  /** The type of what is indexed, as SQL. */
  type: string;
  operator: string;
  predicate: string | null;
}

/** The parts of a rehearsal, in order. */
export const STAGES = [
  "server",
  "tables",
  "sample",
  "before",
  "preflight",
  "forward",
  "after",
  "rollback",
  "again",
] as const;

export type Stage = (typeof STAGES)[number];

/** A message of the server. */
export interface Notice {
  severity: string;
  message: string;
  detail: string | null;
  hint: string | null;
}

/** What came of one statement. */
export interface Outcome {
  seconds: number;
  notices: Notice[];
  /** What is to be read, such as the rows of a check. */
  lines: string[];
  /** Why it failed; null when it did not. */
  error: Notice | null;
}

/** A nearest-neighbor query. */
export interface Neighbors {
  index: number;
  when: "before" | "after";
  sql: string;
  /** The lines of EXPLAIN ANALYZE. */
  plan: string[];
  /** Whether the plan reads the index. */
  usesIndex: boolean;
  /** True when sequential scans were switched off, because the planner would have chosen one. */
  forced: boolean;
}

/** An index after the build. */
export interface Measured {
  index: number;
  bytes: number;
  /** Rows that the index holds. */
  rows: number;
  /** Sample rows of its table. */
  tableRows: number;
  buildSeconds: number;
  /** Of the nearest neighbors by a full scan, the share that the index found; null without rows. */
  recall: number | null;
  /** Queries that `recall` is an average of, and the neighbors of each. */
  queries: number;
  neighbors: number;
}

/** What the worker tells. */
export type Report =
  | { kind: "stage"; stage: Stage }
  | { kind: "begin"; id: number; stage: Stage; why: string; sql: string | null }
  | { kind: "share"; id: number; share: number }
  | { kind: "end"; id: number; outcome: Outcome }
  | { kind: "neighbors"; neighbors: Neighbors }
  | { kind: "measured"; measured: Measured }
  | { kind: "version"; postgres: string; pgvector: string }
  | { kind: "done" }
  | { kind: "failed"; message: string };
