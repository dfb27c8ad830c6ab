//! Reckons the numbers of one index at a time, so that a keystroke costs one index and no more.

import { batch } from "@preact/signals";
import { isError } from "../core/answer.ts";
import { Defect } from "../core/guarded.ts";
import type { Core, IndexEstimate, MigrationSpec, Problem, TargetSpec } from "../core/index.ts";
import { afterPaint } from "./frame.ts";
import { parseShare } from "./number.ts";
import { migrationSpec, numbersSpec, storedType, targetSpec } from "./spec.ts";
import {
  around,
  type IndexState,
  indexes,
  migration,
  migrationProblems,
  pending,
  picture,
  selected,
  target,
} from "./signals.ts";

let core: Core | null = null;
let surrounding = 0;
let targetNow: TargetSpec = {};
let modeNow: MigrationSpec = {};

/** From now on, numbers come from here. */
export function use(it: Core): void {
  core = it;
}

/** The server or the mode changed: every index has to be reckoned again. */
export function surroundings(): void {
  surrounding += 1;
  targetNow = targetSpec(target.value);
  const mode = migrationSpec(migration.value).mode;
  modeNow = mode === undefined ? {} : { mode };
}

/** The numbers of one index, at once. */
export function reckon(it: IndexState): void {
  if (core === null) {
    return;
  }
  const draft = it.draft.peek();
  const spec = { target: targetNow, migration: modeNow, index: [numbersSpec(draft)] };
  const problems = ownProblems(draft.nulls);
  const { estimate, type } = it.result.peek();
  try {
    const answer = core.estimate(spec);
    it.result.value = isError(answer)
      ? { estimate, type, problems: [...answer.errors, ...problems] }
      : { estimate: held(answer.indexes[0] ?? estimate, estimate), type: String(spec.index[0]?.type), problems };
  } catch (error) {
    keepGoing(error);
    it.result.value = { estimate, type, problems: [TRAPPED, ...problems] };
  }
  it.seen = surrounding;
}

/** Whether times are those of builds that were timed. */
let isCorrected = false;

/** Builds that were timed make the time another, which comes with the plan: until then it stays. */
function held(now: IndexEstimate | null, before: IndexEstimate | null): IndexEstimate | null {
  return now === null || before === null || !isCorrected
    ? now
    : { ...now, build_seconds_low: before.build_seconds_low, build_seconds_high: before.build_seconds_high };
}

/** What the plan says of the indexes, when it knows more than the smallest build; nothing, when there is no plan. */
export function corrected(estimates: IndexEstimate[]): void {
  const list = indexes.peek();
  isCorrected = 0 < estimates.length && Object.keys(around.peek()).some((it) => it.startsWith("calibration."));
  if (Object.keys(around.peek()).length === 0 || estimates.length !== list.length) {
    return;
  }
  batch(() => {
    for (const [n, it] of list.entries()) {
      const { estimate: before, problems, type } = it.result.peek();
      const estimate = estimates[n];
      // An index that is dropped, say, has no rows to build.
      if (estimate !== undefined && before?.rows === estimate.rows && problems.length === 0) {
        it.result.value = { estimate: { ...estimate, name: before.name }, type, problems };
      }
    }
  });
}

/** From now on the smallest build has the last word. */
export function uncorrected(): void {
  isCorrected = false;
}

/** What only the form knows, so that the core cannot say it. */
function ownProblems(nulls: string): Problem[] {
  if (nulls.trim() === "" || parseShare(nulls) !== null) {
    return [];
  }
  return [
    {
      field: "index[0].nulls",
      value: nulls,
      message: `the share of NULLs must be from 0 to below 1, but is \`${nulls}\``,
      help: "write a share such as `0.03`, or a percentage such as `3%`",
      place: null,
    },
  ];
}

const TRAPPED: Problem = {
  field: "index[0]",
  value: null,
  message: "the core failed on this index; its numbers are those of before",
  help: "change a value; the notice above says how to report it",
  place: null,
};

/** A defect was reported where it happened; the page goes on with what it has. */
function keepGoing(error: unknown): void {
  if (!(error instanceof Defect)) {
    throw error;
  }
}

/** So long may the other indexes hold up the page, in milliseconds. */
const SLICE = 4;
/** So many are reckoned at once, as that takes no longer than a slice. */
const FEW = 8;

let isScheduled = false;

/** The numbers of the indexes that are not selected: a few at once, many in slices. */
export function reckonRestSoon(): void {
  if (indexes.peek().length <= FEW) {
    reckonRest(Number.POSITIVE_INFINITY);
  } else {
    schedule();
  }
}

function schedule(): void {
  pending.value = indexes.peek().filter((it) => it.seen !== surrounding).length;
  if (!isScheduled && 0 < pending.peek() && core !== null) {
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      reckonRest(performance.now() + SLICE);
      schedule();
    });
  }
}

function reckonRest(until: number): void {
  for (const it of indexes.peek()) {
    if (until < performance.now()) {
      return;
    }
    if (it.seen !== surrounding) {
      reckon(it);
    }
  }
}

/** The fields of the migration, with an index that has nothing wrong. */
export function checkMigration(): void {
  if (core === null) {
    return;
  }
  const index = [{ table: "t", column: "c", type: "vector(3)", metric: "l2", rows: 0 }];
  try {
    // The format is judged with the plan, by a build that knows them all.
    const { format: _, ...rest } = migrationSpec(migration.peek());
    const answer = core.estimate({ target: {}, migration: rest, index });
    migrationProblems.value = isError(answer) ? answer.errors : [];
  } catch (error) {
    keepGoing(error);
  }
}

let isDrawing = false;

/** The picture of the selected index, after its numbers were painted. */
export function drawSoon(): void {
  if (isDrawing) {
    return;
  }
  isDrawing = true;
  afterPaint(() => {
    isDrawing = false;
    const it = selected.peek();
    if (it === undefined || core === null) {
      return;
    }
    try {
      const draft = it.draft.peek();
      const index = [numbersSpec(draft)];
      const answer = core.picture({ target: targetNow, migration: modeNow, index });
      if (!isError(answer)) {
        picture.value = {
          document: answer,
          element: storedType(draft),
          dimensions: Number(draft.dimensions),
          bytes: it.result.peek().estimate?.index_bytes ?? 0,
        };
      }
    } catch (error) {
      keepGoing(error);
    }
  });
}
