//! Asks the core for the plan of a sample and for what it estimates for as many rows.

import { isError } from "../core/answer.ts";
import {
  type Core,
  type IndexEstimate,
  loadCore,
  loadFull,
  type PlanDocument,
  type Problem,
  type Spec,
} from "../core/index.ts";
import { sampleSpec, type Tables, tablesOf } from "./job.ts";

/** A request that can be rehearsed. */
export interface Prepared {
  core: Core;
  spec: Spec;
  plan: PlanDocument;
  tables: Tables;
}

/**
 * The plan and the tables for a sample of a request, or what is wrong with the request; throws
 * what cannot be rehearsed.
 */
export async function prepare(
  spec: Spec,
  rows: number,
  only: number | null,
): Promise<Prepared | Problem[]> {
  const sample = sampleSpec(spec, rows, only);
  const beyond = notRehearsed(sample);
  if (beyond !== null) {
    throw new Error(beyond);
  }
  const reads = (sample.index ?? []).some((it) => it.where !== undefined || it.expression !== undefined);
  const core: Core = reads ? await loadFull() : await loadCore();
  const plan = core.plan(sample);
  if (isError(plan)) {
    return plan.errors;
  }
  return { core, spec: sample, plan, tables: tablesOf(sample, plan) };
}

/**
 * What is none of the rehearsal's: its tables have no index that could be replaced or dropped, and
 * its queries are those of plain indexes.
 */
export function notRehearsed(spec: Spec): string | null {
  for (const index of spec.index ?? []) {
    for (const key of ["operation", "quantize", "subvector"] as const) {
      if (index[key] !== undefined && index[key] !== "create") {
        return (
          `An index with ${key} = ${String(index[key])} cannot be rehearsed here, only one that is created anew. ` +
          "Run the files on a copy of your database."
        );
      }
    }
  }
  return null;
}

/** What the core estimates for an index of the sample with so many rows. */
export function estimateFor(prepared: Prepared, index: number, rows: number): IndexEstimate | null {
  const one = prepared.spec.index?.[index];
  if (one === undefined) {
    return null;
  }
  const answer = prepared.core.estimate({ ...prepared.spec, index: [{ ...one, rows }] });
  return isError(answer) ? null : (answer.indexes[0] ?? null);
}

/** The operators of the metrics. */
export function operatorsOf(core: Core): Map<string, string> {
  return new Map(core.parameters().metrics.map((it) => [it.id, it.operator]));
}
