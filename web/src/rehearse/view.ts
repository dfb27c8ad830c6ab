//! What the panel shows, from what the worker has told so far.

import type { Job, Measured, Neighbors, Outcome, Report, Stage } from "./protocol.ts";
import { STAGES } from "./protocol.ts";

/** A line of the log. */
export interface Entry {
  id: number;
  stage: Stage;
  why: string;
  sql: string | null;
  /** How much of it is done, from 0 to 1. */
  share: number;
  /** Null while it runs. */
  outcome: Outcome | null;
}

/** A rehearsal as far as it is. */
export interface View {
  state: "running" | "done" | "failed" | "canceled";
  stage: Stage;
  entries: Entry[];
  neighbors: Neighbors[];
  measured: Measured[];
  version: { postgres: string; pgvector: string } | null;
  /** Why it failed; empty when it did not. */
  failure: string;
}

export const BEGUN: View = {
  state: "running",
  stage: "server",
  entries: [],
  neighbors: [],
  measured: [],
  version: null,
  failure: "",
};

/** The names of the parts. */
export const STAGE_TITLES: Record<Stage, string> = {
  server: "Server",
  tables: "Tables",
  sample: "Sample rows",
  before: "Queries before",
  preflight: "Pre-flight questions",
  forward: "Forward and verify",
  after: "Queries after, size",
  rollback: "Rollback",
  again: "Forward again",
};

/** The view after one more report. */
export function advance(view: View, report: Report): View {
  switch (report.kind) {
    case "stage":
      return { ...view, stage: report.stage };
    case "begin": {
      const { id, stage, why, sql } = report;
      return { ...view, entries: [...view.entries, { id, stage, why, sql, share: 0, outcome: null }] };
    }
    case "share":
      return change(view, report.id, { share: report.share });
    case "end":
      return change(view, report.id, { share: 1, outcome: report.outcome });
    case "neighbors":
      return { ...view, neighbors: [...view.neighbors, report.neighbors] };
    case "measured":
      return { ...view, measured: [...view.measured, report.measured] };
    case "version":
      return { ...view, version: { postgres: report.postgres, pgvector: report.pgvector } };
    case "done":
      return { ...view, state: "done" };
    case "failed":
      return { ...view, state: "failed", failure: report.message };
  }
}

function change(view: View, id: number, part: Partial<Entry>): View {
  return { ...view, entries: view.entries.map((it) => (it.id === id ? { ...it, ...part } : it)) };
}

/** How long the parts take beside each other: a guess that only the bar depends on. */
const WEIGHTS: Record<Stage, number> = {
  server: 12,
  tables: 1,
  sample: 8,
  before: 3,
  preflight: 2,
  forward: 30,
  after: 10,
  rollback: 4,
  again: 30,
};

/** A build counts for more than a setting. */
const BUILD_WEIGHT = 40;

/** How much is done, from 0 to 1. */
export function shareDone(view: View, job: Job): number {
  if (view.state === "done") {
    return 1;
  }
  let sum = 0;
  for (const stage of STAGES) {
    if (stage === view.stage) {
      const done = view.entries.filter((it) => it.stage === stage);
      const parts = done.reduce((total, it) => total + it.share * weight(it.sql), 0);
      return (sum + WEIGHTS[stage] * Math.min(1, parts / expected(stage, job))) / TOTAL;
    }
    sum += WEIGHTS[stage];
  }
  return sum / TOTAL;
}

const TOTAL = Object.values(WEIGHTS).reduce((sum, it) => sum + it, 0);

function weight(sql: string | null): number {
  return sql?.startsWith("CREATE INDEX") === true ? BUILD_WEIGHT : 1;
}

function expected(stage: Stage, job: Job): number {
  const steps = (list: { sql: string }[]): number => list.reduce((sum, it) => sum + weight(it.sql), 0);
  switch (stage) {
    case "server":
      return 3;
    case "tables":
      return 1;
    case "sample":
      return job.tables.length;
    case "before":
      return job.indexes.length;
    case "preflight":
      return job.preflight.length;
    case "after":
      return 2 * job.indexes.length;
    case "rollback":
      return steps(job.down);
    case "forward":
    case "again":
      return steps(job.steps);
  }
}
