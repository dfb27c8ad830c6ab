//! The steps of a plan as rows and as stretches of time: what waits in each, and what a transaction holds together.

import type { IndexEstimate, PlanStep } from "../core/index.ts";

/** What may have to wait, in the order of the lanes. */
export const LANES = ["reads", "writes", "schema changes"] as const;
export type Lane = (typeof LANES)[number];

/** How a row stands in a transaction: alone, or as a part of the one that holds the plan. */
export type Rail = "alone" | "first" | "middle" | "last";

/** A row of the timeline: one step, or settings of the session that follow each other. */
export interface Row {
  /** The numbers of its steps, from 1. */
  first: number;
  last: number;
  steps: PlanStep[];
  /** The lanes that wait because of the row itself. */
  waits: Lane[];
  /** The lanes that still wait for locks of earlier rows of the same transaction. */
  held: Lane[];
  rail: Rail;
  /** The numbers of the index that is built. */
  build: IndexEstimate | null;
}

/** A build on the scale of time; `start` is where the builds before it end at the latest. */
export interface Span {
  index: string;
  table: string;
  start: number;
  low: number;
  high: number;
  waits: Lane[];
  /** The lanes that wait from here to the end of the transaction. */
  held: Lane[];
}

const PHASES: Record<string, string> = {
  prepare: "Prepare",
  guard: "Guard",
  build: "Build",
  drop: "Drop",
  verify: "Verify",
  restore: "Restore",
};

/** What a step does, in a word or two. */
export function verb(step: PlanStep): string {
  // The runbook says it the same way.
  return step.index !== null && /^SET\b/.test(step.sql) ? "Memory for" : (PHASES[step.phase] ?? step.phase);
}

function isSetting(step: PlanStep): boolean {
  return step.index === null && step.lock === null && step.lock_table === null;
}

function lanesOf(step: PlanStep): Lane[] {
  return LANES.filter((lane) => step.blocks.includes(lane));
}

/** The index that each step builds: builds come in the order of the indexes. */
function builds(steps: PlanStep[], indexes: IndexEstimate[]): Map<PlanStep, IndexEstimate> {
  const building = steps.filter((it) => it.phase === "build" && it.lock !== null);
  const found = new Map<PlanStep, IndexEstimate>();
  building.forEach((step, at) => {
    const index = indexes[at];
    if (index !== undefined) {
      found.set(step, index);
    }
  });
  return found;
}

/** The rows of the timeline, in order. */
export function rows(steps: PlanStep[], indexes: IndexEstimate[]): Row[] {
  // One statement that needs a transaction puts all of them into it: a plan has one or none.
  const together = steps.some((it) => it.transaction === "required");
  const building = builds(steps, indexes);
  const found: Row[] = [];
  steps.forEach((step, at) => {
    const last = found.at(-1);
    const before = last?.steps.at(-1);
    if (last !== undefined && before !== undefined && isSetting(before) && isSetting(step) && before.phase === step.phase) {
      last.steps.push(step);
      last.last = at + 1;
      return;
    }
    found.push({
      first: at + 1,
      last: at + 1,
      steps: [step],
      waits: lanesOf(step),
      held: [],
      rail: "alone",
      build: building.get(step) ?? null,
    });
  });
  if (together) {
    join(found);
  }
  return found;
}

/** Joins the rows into one transaction, which holds the lock of a build until its end. */
function join(all: Row[]): void {
  let held: Lane[] = [];
  all.forEach((row, at) => {
    row.rail = all.length === 1 ? "alone" : at === 0 ? "first" : at === all.length - 1 ? "last" : "middle";
    row.held = held.filter((lane) => !row.waits.includes(lane));
    if (row.build !== null) {
      held = LANES.filter((lane) => held.includes(lane) || row.waits.includes(lane));
    }
  });
}

/** The builds one after the other, and the seconds that they take at the latest. */
export function spans(all: Row[]): { spans: Span[]; seconds: number } {
  let seconds = 0;
  const found: Span[] = [];
  for (const row of all) {
    const step = row.steps[0];
    if (row.build === null || step === undefined) {
      continue;
    }
    const { build_seconds_low: low, build_seconds_high: high } = row.build;
    found.push({
      index: row.build.name,
      table: row.build.table,
      start: seconds,
      low,
      high,
      waits: row.waits,
      held: row.held,
    });
    seconds += high;
  }
  return { spans: found, seconds };
}

/** The lanes that wait during a build, of the whole plan. */
export function waiting(all: Row[]): Lane[] {
  return LANES.filter((lane) => all.some((row) => row.build !== null && row.waits.includes(lane)));
}
